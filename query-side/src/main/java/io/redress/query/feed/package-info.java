/** The feed: what happened, one after the other, for whoever keeps up with it by program. */
@NullMarked
package io.redress.query.feed;

import org.jspecify.annotations.NullMarked;
