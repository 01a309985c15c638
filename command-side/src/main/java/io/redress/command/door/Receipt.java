package io.redress.command.door;

import io.redress.api.SubjectId;

/**
 * The answer to an act that was done and stored.
 *
 * @param subject whose history it stands in
 * @param repeated the same request had been made before; nothing happened again
 */
public record Receipt(SubjectId subject, boolean repeated) {}
