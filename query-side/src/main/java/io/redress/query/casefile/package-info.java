/** The case file: everything that happened in one case, in order, with every window and its owner. */
@NullMarked
package io.redress.query.casefile;

import org.jspecify.annotations.NullMarked;
