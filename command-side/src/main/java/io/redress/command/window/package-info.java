@NullMarked
package io.redress.command.window;

import org.jspecify.annotations.NullMarked;
