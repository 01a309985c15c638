/** A case as one file that can be checked by whoever has it, without us. */
@NullMarked
package io.redress.app.packet;

import org.jspecify.annotations.NullMarked;
