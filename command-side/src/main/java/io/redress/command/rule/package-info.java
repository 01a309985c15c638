@NullMarked
package io.redress.command.rule;

import org.jspecify.annotations.NullMarked;
