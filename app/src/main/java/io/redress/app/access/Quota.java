package io.redress.app.access;

import java.time.Duration;

/**
 * How often somebody may ask.
 *
 * @param requests so many, which come back evenly over the time
 * @param per this time
 */
record Quota(int requests, Duration per) {}
