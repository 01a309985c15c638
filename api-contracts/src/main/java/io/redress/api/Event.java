package io.redress.api;

import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * A fact that is stored for ever. It carries what it did to windows and subjects, resolved, so that history replays
 * without asking today's calendar or today's documents.
 */
public interface Event {
    /** The subject in whose history this fact stands. */
    SubjectId subject();

    /** When it happened on the legal clock; for a lapse, when the lapse was processed. */
    Instant at();

    /** Whose act it was; a lapse is recorded by the platform, whose clock noticed it. */
    Party by();

    /** The windows it opened, met, withdrew, suspended, resumed or moved and the subjects it ended, in order. */
    List<Change> changes();
}
