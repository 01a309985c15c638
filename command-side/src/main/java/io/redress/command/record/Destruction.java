package io.redress.command.record;

import io.redress.api.Event;
import io.redress.api.record.ForgettingAsked;
import io.redress.api.record.RecordForgotten;
import io.redress.command.evidence.EvidenceFiles;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.store.CommitParticipant;
import java.util.List;
import org.springframework.dao.OptimisticLockingFailureException;

/** Keys and drafts go in the very transaction of the event that says so: neither is ever true alone. */
public final class Destruction implements CommitParticipant {
    private final PersonalKeys keys;
    private final EvidenceFiles files;

    public Destruction(PersonalKeys keys, EvidenceFiles files) {
        this.keys = keys;
        this.files = files;
    }

    @Override
    public void write(List<Event> events) {
        for (Event event : events) {
            if (event instanceof ForgettingAsked asked) {
                files.dropDraftsOf(asked.by());
            } else if (event instanceof RecordForgotten forgotten) {
                destroy(forgotten);
            }
        }
    }

    private void destroy(RecordForgotten forgotten) {
        var of = forgotten.subject().recorded();
        if (keys.destroy(of, files.uploadsOfNoOtherThan(of)) != forgotten.keys()) {
            throw new OptimisticLockingFailureException("somebody began to write in " + of + " meanwhile");
        }
    }
}
