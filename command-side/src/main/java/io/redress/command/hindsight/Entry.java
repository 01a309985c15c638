package io.redress.command.hindsight;

import io.redress.api.Event;

/**
 * An event in a history.
 *
 * @param position its place among all events of the platform
 */
public record Entry(long position, Event event) {}
