@NullMarked
package io.redress.api.demand;

import org.jspecify.annotations.NullMarked;
