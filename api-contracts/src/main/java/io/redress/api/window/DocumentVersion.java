package io.redress.api.window;

import io.redress.api.SubjectId;

/**
 * A version of a service plan, an emergency mechanism or the platform rules.
 *
 * @param version counted from 1 for each document
 */
public record DocumentVersion(SubjectId document, int version) {}
