/** The list of demands (诉求), return requests and complaints: how each stands and who holds the ball. */
@NullMarked
package io.redress.query.demands;

import org.jspecify.annotations.NullMarked;
