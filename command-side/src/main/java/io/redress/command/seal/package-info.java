@NullMarked
package io.redress.command.seal;

import org.jspecify.annotations.NullMarked;
