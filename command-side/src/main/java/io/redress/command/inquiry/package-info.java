@NullMarked
package io.redress.command.inquiry;

import org.jspecify.annotations.NullMarked;
