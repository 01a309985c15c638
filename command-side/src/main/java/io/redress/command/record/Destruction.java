package io.redress.command.record;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.record.ForgettingAsked;
import io.redress.api.record.RecordForgotten;
import io.redress.command.evidence.EvidenceFiles;
import io.redress.command.hindsight.Histories;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.store.Append;
import io.redress.command.store.CommitParticipant;
import java.util.List;
import org.springframework.dao.OptimisticLockingFailureException;

/** Keys and drafts go in the very transaction of the event that says so: neither is ever true alone. */
public final class Destruction implements CommitParticipant {
    private final Histories histories;
    private final PersonalKeys keys;
    private final EvidenceFiles files;

    public Destruction(Histories histories, PersonalKeys keys, EvidenceFiles files) {
        this.histories = histories;
        this.keys = keys;
        this.files = files;
    }

    @Override
    public boolean isAlone(Append act) {
        return act.events().stream()
                .anyMatch(event -> event instanceof ForgettingAsked || event instanceof RecordForgotten);
    }

    @Override
    public void write(List<Append> acts) {
        for (Append act : acts) {
            for (Event event : act.events()) {
                if (event instanceof ForgettingAsked asked) {
                    files.dropDraftsOf(asked.by());
                } else if (event instanceof RecordForgotten forgotten) {
                    destroy(forgotten);
                }
            }
        }
    }

    /**
     * Who wrote meanwhile made a key, or holds one until their words are in the history: then the end is another one, and
     * this is tried again when that has come.
     */
    private void destroy(RecordForgotten forgotten) {
        SubjectId of = forgotten.subject().recorded();
        int destroyed = keys.destroy(of, files.uploadsOfNoOtherThan(of));
        boolean over = Retention.end(histories, of)
                .filter(end -> !end.isAfter(forgotten.endedAt()))
                .isPresent();
        if (destroyed != forgotten.keys() || !over) {
            throw new OptimisticLockingFailureException("somebody wrote in " + of + " meanwhile");
        }
    }
}
