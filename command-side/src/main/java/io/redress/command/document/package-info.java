@NullMarked
package io.redress.command.document;

import org.jspecify.annotations.NullMarked;
