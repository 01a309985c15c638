@NullMarked
package io.redress.command.webhook;

import org.jspecify.annotations.NullMarked;
