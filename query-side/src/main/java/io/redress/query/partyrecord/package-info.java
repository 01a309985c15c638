/** What a party owed, did, did late and left undone, and how the platform decided on its cases. */
@NullMarked
package io.redress.query.partyrecord;

import org.jspecify.annotations.NullMarked;
