@NullMarked
package io.redress.app.certify;

import org.jspecify.annotations.NullMarked;
