@NullMarked
package io.redress.api.returns;

import org.jspecify.annotations.NullMarked;
