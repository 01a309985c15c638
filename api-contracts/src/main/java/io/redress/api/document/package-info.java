@NullMarked
package io.redress.api.document;

import org.jspecify.annotations.NullMarked;
