@NullMarked
package io.redress.api.order;

import org.jspecify.annotations.NullMarked;
