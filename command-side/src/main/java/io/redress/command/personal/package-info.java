/** Keys of personal data: what is sealed with one can be forgotten by destroying it. */
@NullMarked
package io.redress.command.personal;

import org.jspecify.annotations.NullMarked;
