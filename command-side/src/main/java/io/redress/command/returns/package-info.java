@NullMarked
package io.redress.command.returns;

import org.jspecify.annotations.NullMarked;
