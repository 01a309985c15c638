/** What a history says afterwards about the time in it: why a window was due when it was, and who held the ball. */
@NullMarked
package io.redress.command.hindsight;

import org.jspecify.annotations.NullMarked;
