/** The list of orders: what was shipped, struck and delivered, and which return request holds which line. */
@NullMarked
package io.redress.query.orders;

import org.jspecify.annotations.NullMarked;
