@NullMarked
package io.redress.command.demand;

import org.jspecify.annotations.NullMarked;
