@NullMarked
package io.redress.api.report;

import org.jspecify.annotations.NullMarked;
