/** What parties state about themselves and about how they serve, in versions. */
@NullMarked
package io.redress.query.statements;

import org.jspecify.annotations.NullMarked;
