package io.redress.app;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.record.RecordRead;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.record.Readings;
import io.redress.command.record.StoredRecords;
import io.redress.command.record.StoredRecords.Standing;
import io.redress.query.PersonalData;
import io.redress.query.Reader;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what is open to whom, as histories and keys have it, and has recorded to whom it is shown. */
final class OpenedPersonalData implements PersonalData {
    private final PersonalKeys keys;
    private final StoredRecords records;
    private final Readings readings;
    private final InstantSource legalClock;

    OpenedPersonalData(PersonalKeys keys, StoredRecords records, Readings readings, InstantSource legalClock) {
        this.keys = keys;
        this.records = records;
        this.readings = readings;
        this.legalClock = legalClock;
    }

    @Override
    public Opened of(Reader reader, List<SubjectId> cases) {
        Map<String, PersonalKeys.Key> found = keys.of(cases);
        Map<SubjectId, Standing> standings = records.of(cases);
        Instant now = now();
        Map<SubjectId, State> states = new HashMap<>();
        standings.forEach((of, standing) -> states.put(of, state(reader, standing, now)));
        // where nobody wrote anything, or nothing is shown, there is nothing to record; nor where it is not the case
        // that is read, but why somebody wants to read it
        record(
                reader,
                cases.stream()
                        .distinct()
                        .filter(of -> of.kind() != SubjectId.Kind.RECORD
                                && states.get(of) == State.OPEN
                                && hasKeys(of, found))
                        .toList(),
                standings,
                now);
        return new Opened() {
            @Override
            public State state(SubjectId of) {
                return states.getOrDefault(of, State.OPEN);
            }

            @Override
            public String text(SubjectId of, PersonalText text) {
                if (state(of) != State.OPEN) {
                    return state(of).instead(); // also what was written after the case was forgotten
                }
                return switch (text) {
                    case PersonalText.Told told -> told.text();
                    case PersonalText.Sealed kept -> {
                        PersonalKeys.@Nullable Key key = found.get(kept.key());
                        yield key == null
                                ? WITHOUT_KEY
                                : PersonalKeys.open(key, of, kept).orElse(State.DESTROYED.instead());
                    }
                };
            }
        };
    }

    private static boolean hasKeys(SubjectId of, Map<String, PersonalKeys.Key> found) {
        return found.values().stream()
                .anyMatch(key -> key.aead() != null && key.keptFor().equals(of.toString()));
    }

    @Override
    public State ofFiles(Reader reader, SubjectId of) {
        Map<SubjectId, Standing> standings = records.of(List.of(of));
        Instant now = now();
        State state = state(reader, Objects.requireNonNull(standings.get(of)), now);
        if (state == State.OPEN) {
            record(reader, List.of(of), standings, now);
        }
        return state;
    }

    /** The service itself, in commands of its own, reads what is kept as long as it is kept. */
    private static State state(Reader reader, Standing standing, Instant now) {
        if (standing.forgotten()) {
            return State.DESTROYED;
        }
        boolean open = !standing.askedToBeForgotten()
                || reader.kind() == Reader.Kind.SERVICE
                || opening(reader, standing, now) != null;
        return open ? State.OPEN : State.RESTRICTED;
    }

    private static @Nullable Integer opening(Reader reader, Standing standing, Instant now) {
        return standing.askedToBeForgotten() && reader.kind() == Reader.Kind.AGENT
                ? standing.openingOf(reader.name(), now)
                : null;
    }

    private void record(Reader reader, List<SubjectId> shown, Map<SubjectId, Standing> standings, Instant now) {
        @Nullable
        Party by = switch (reader.kind()) {
            case CONSUMER -> Party.consumer(reader.name());
            case MERCHANT -> Party.merchant(reader.name());
            case OPERATOR -> Party.roomOperator(reader.name());
            case AGENT, PLATFORM -> Party.PLATFORM;
            case SERVICE, NOBODY -> null;
        };
        if (by != null) {
            @Nullable String agent = reader.kind() == Reader.Kind.AGENT ? reader.name() : null;
            readings.store(shown.stream()
                    .map(of -> new RecordRead(
                            of.record(),
                            now,
                            by,
                            agent,
                            opening(reader, Objects.requireNonNull(standings.get(of)), now)))
                    .toList());
        }
    }

    private Instant now() {
        return legalClock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
