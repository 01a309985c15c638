@NullMarked
package io.redress.command.report;

import org.jspecify.annotations.NullMarked;
