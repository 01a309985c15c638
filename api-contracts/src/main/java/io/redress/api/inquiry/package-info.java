@NullMarked
package io.redress.api.inquiry;

import org.jspecify.annotations.NullMarked;
