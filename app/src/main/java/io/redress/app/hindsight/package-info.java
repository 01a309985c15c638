/** What is told afterwards about the time in a case, over HTTP: from histories, so it never lags behind an act. */
@NullMarked
package io.redress.app.hindsight;

import org.jspecify.annotations.NullMarked;
