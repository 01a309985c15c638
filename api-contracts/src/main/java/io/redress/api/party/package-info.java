@NullMarked
package io.redress.api.party;

import org.jspecify.annotations.NullMarked;
