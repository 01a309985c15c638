package io.redress.command.record;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.record.ForgetRecord;
import io.redress.api.record.RetentionTerms;
import io.redress.command.door.FrontDoor;
import io.redress.command.evidence.EvidenceFiles;
import io.redress.command.hindsight.Entry;
import io.redress.command.hindsight.Histories;
import io.redress.command.personal.PersonalKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Ends what need be kept no longer. Whoever asks may have it from a sheet that a term may be over; the histories of the
 * case, and of the demands on an order, decide. Any number of nodes may ask for the same.
 */
public final class Retention {
    private static final RetentionTerms TERMS = RetentionTerms.shipped();

    private final Histories histories;
    private final PersonalKeys keys;
    private final EvidenceFiles files;
    private final FrontDoor door;

    public Retention(Histories histories, PersonalKeys keys, EvidenceFiles files, FrontDoor door) {
        this.histories = histories;
        this.keys = keys;
        this.files = files;
        this.door = door;
    }

    /**
     * Has the personal data of a case forgotten if its term is over; whether it was, and was not before.
     *
     * @param demands on the order, if it is one
     */
    public boolean end(SubjectId of, List<SubjectId> demands, Instant now) {
        Optional<Instant> end = end(histories, of);
        for (SubjectId demand : demands) {
            Optional<Instant> its = end(histories, demand);
            end = end.flatMap(own -> its.map(other -> other.isAfter(own) ? other : own));
        }
        if (end.isEmpty() || end.get().isAfter(now)) {
            return false;
        }
        Instant endedAt = end.get();
        int destroyed = keys.count(of, files.uploadsOfNoOtherThan(of));
        long before = version(of);
        return door.perform(
                                new ForgetRecord(
                                        of.record(), now, destroyed, of.kind().word(), endedAt),
                                later -> new ForgetRecord(
                                        of.record(), later, destroyed, of.kind().word(), endedAt),
                                null)
                        .version()
                > before;
    }

    private long version(SubjectId of) {
        return histories.of(of.record()).size();
    }

    /** When the term of a case ends, as its history stands; nothing while it goes on. */
    static Optional<Instant> end(Histories histories, SubjectId of) {
        boolean over = false;
        Instant last = Instant.EPOCH;
        for (Entry entry : histories.of(of)) {
            Event event = entry.event();
            Boolean now = RetentionTerms.isOver(event);
            over = now == null ? over : now;
            last = event.at().isAfter(last) ? event.at() : last;
        }
        return over ? Optional.of(TERMS.end(of.kind(), last)) : Optional.empty();
    }
}
