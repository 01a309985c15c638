@NullMarked
package io.redress.app.webhook;

import org.jspecify.annotations.NullMarked;
