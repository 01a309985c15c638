/** Who is asking: the caller behind a request, and the credentials by which callers are known. */
@NullMarked
package io.redress.app.access;

import org.jspecify.annotations.NullMarked;
