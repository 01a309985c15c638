@NullMarked
package io.redress.api.window;

import org.jspecify.annotations.NullMarked;
