@NullMarked
package io.redress.command.complaint;

import org.jspecify.annotations.NullMarked;
