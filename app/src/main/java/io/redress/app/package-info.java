/** The composition root: the only main, the wiring, and what people see. */
@NullMarked
package io.redress.app;

import org.jspecify.annotations.NullMarked;
