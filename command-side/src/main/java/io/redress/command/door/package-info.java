@NullMarked
package io.redress.command.door;

import org.jspecify.annotations.NullMarked;
