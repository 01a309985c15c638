/** What anybody may read without a login: the regimes in force of the platform, a merchant and a room. */
@NullMarked
package io.redress.app.published;

import org.jspecify.annotations.NullMarked;
