package io.redress.query.feed;

import java.util.List;

/**
 * What happened next.
 *
 * @param items in the order in which they happened; none when there is nothing new
 * @param next the cursor that asks for what comes after these, now or later
 */
public record FeedPage(List<Envelope> items, String next) {}
