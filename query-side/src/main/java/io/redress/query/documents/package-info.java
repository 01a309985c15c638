/** The documents that set lengths: which version is in force, which are announced, and what waits for an answer. */
@NullMarked
package io.redress.query.documents;

import org.jspecify.annotations.NullMarked;
