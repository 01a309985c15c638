@NullMarked
package io.redress.command.notice;

import org.jspecify.annotations.NullMarked;
