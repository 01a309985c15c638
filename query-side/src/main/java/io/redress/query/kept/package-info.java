/** Until when the personal data of each case is kept. */
@NullMarked
package io.redress.query.kept;

import org.jspecify.annotations.NullMarked;
