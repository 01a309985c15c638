@NullMarked
package io.redress.api.complaint;

import org.jspecify.annotations.NullMarked;
