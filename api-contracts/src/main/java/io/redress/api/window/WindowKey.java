package io.redress.api.window;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;

/**
 * Names one window: the n-th of this obligation that this party owed on this subject.
 *
 * @param number counted from 1 for each (subject, obligation, owedBy)
 */
public record WindowKey(SubjectId subject, Obligation obligation, Party owedBy, int number) {}
