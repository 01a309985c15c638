@NullMarked
package io.redress.command.clock;

import org.jspecify.annotations.NullMarked;
