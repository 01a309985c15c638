/** Sheets that somebody reads, made of events alone: each of them may be dropped and replayed at any time. */
@NullMarked
package io.redress.query;

import org.jspecify.annotations.NullMarked;
