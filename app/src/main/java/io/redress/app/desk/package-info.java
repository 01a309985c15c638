/** The platform's desk: who has which case, how the desk does, and how everybody keeps to the standard. */
@NullMarked
package io.redress.app.desk;

import org.jspecify.annotations.NullMarked;
