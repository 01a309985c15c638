package io.redress.command.door;

import io.redress.api.SubjectId;
import java.time.Instant;

/**
 * The answer to an act that was done and stored.
 *
 * @param subject whose history it stands in
 * @param at when it happened; for a repeated request, when it first did
 * @param version how many events that history held then, this act included
 * @param repeated the same request had been made before; nothing happened again
 */
public record Receipt(SubjectId subject, Instant at, long version, boolean repeated) {}
