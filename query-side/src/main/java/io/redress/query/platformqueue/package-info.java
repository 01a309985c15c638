/** The platform's queue: what the platform itself owes to somebody, in the order in which agents take it up. */
@NullMarked
package io.redress.query.platformqueue;

import org.jspecify.annotations.NullMarked;
