/** One example for each way to break a rule of the house; {@code HouseRule} must catch every one of them. */
package io.redress.app.architecture.bad;
