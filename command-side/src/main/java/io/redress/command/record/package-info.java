/** The personal data of cases: what is withheld, held, opened and forgotten, and until when it is kept. */
@NullMarked
package io.redress.command.record;

import org.jspecify.annotations.NullMarked;
