/** Files of evidence over HTTP. */
@NullMarked
package io.redress.app.evidence;

import org.jspecify.annotations.NullMarked;
