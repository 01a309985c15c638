@NullMarked
package io.redress.command.store;

import org.jspecify.annotations.NullMarked;
