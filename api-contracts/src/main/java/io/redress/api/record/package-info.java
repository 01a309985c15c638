/** The personal data of cases: who asked to be forgotten, what is held, opened, read and forgotten. */
@NullMarked
package io.redress.api.record;

import org.jspecify.annotations.NullMarked;
