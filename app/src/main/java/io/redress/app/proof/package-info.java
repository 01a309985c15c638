/** What shows whoever may read a case that its events and files are the sealed ones. */
@NullMarked
package io.redress.app.proof;

import org.jspecify.annotations.NullMarked;
