/**
 * What people see. A page asks the same questions as the API and does acts through the API's own handlers, for the same
 * callers; it only says in words and pictures what these answer.
 */
@NullMarked
package io.redress.app.pages;

import org.jspecify.annotations.NullMarked;
