/** The window board: every window ever opened; who holds the ball, and for how long still. */
@NullMarked
package io.redress.query.windowboard;

import org.jspecify.annotations.NullMarked;
