/** The contract: what may be asked, what can have happened, what may be known. */
@NullMarked
package io.redress.api;

import org.jspecify.annotations.NullMarked;
