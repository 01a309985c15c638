@NullMarked
package io.redress.api.intervention;

import org.jspecify.annotations.NullMarked;
