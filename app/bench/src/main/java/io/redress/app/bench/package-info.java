/** How fast it is, beside what it could be and what others are: see {@link io.redress.app.bench.Bench}. */
@NullMarked
package io.redress.app.bench;

import org.jspecify.annotations.NullMarked;
