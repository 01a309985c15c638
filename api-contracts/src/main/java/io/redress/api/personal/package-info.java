/** What says something of a person, and is kept so that it can be forgotten. */
@NullMarked
package io.redress.api.personal;

import org.jspecify.annotations.NullMarked;
