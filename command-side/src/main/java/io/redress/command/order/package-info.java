@NullMarked
package io.redress.command.order;

import org.jspecify.annotations.NullMarked;
