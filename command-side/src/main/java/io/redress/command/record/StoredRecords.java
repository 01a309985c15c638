package io.redress.command.record;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.record.ForgettingAsked;
import io.redress.api.record.RecordForgotten;
import io.redress.api.record.RecordOpened;
import io.redress.command.store.EventSerializer;
import io.redress.command.store.StoredParties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is withheld: asked of the histories of persons and records, in one question, and never of a sheet, which may lag
 * or be on its way to be built anew.
 */
public final class StoredRecords {
    private final JdbcClient sql;
    private final EventSerializer serializer;
    private final StoredParties parties;

    public StoredRecords(JdbcClient sql, EventSerializer serializer, StoredParties parties) {
        this.sql = sql;
        this.serializer = serializer;
        this.parties = parties;
    }

    /** How the personal data of a case stands. */
    public record Standing(boolean askedToBeForgotten, boolean forgotten, List<RecordOpened> openings) {
        private static final Standing OPEN = new Standing(false, false, List.of());

        /** By which opening this person at the desk reads it: one of the two whose time is not over. */
        public @Nullable Integer openingOf(String agent, Instant now) {
            return openings.stream()
                    .filter(opening -> now.isBefore(opening.until())
                            && (opening.agent().equals(agent)
                                    || opening.askedBy().equals(agent)))
                    .map(RecordOpened::opening)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** How these cases stand; what is no case of anybody's is open. */
    public Map<SubjectId, Standing> of(List<SubjectId> cases) {
        Map<SubjectId, SubjectId> persons = new HashMap<>();
        Set<String> asked = new HashSet<>();
        for (SubjectId of : cases) {
            asked.add(of.record().toString());
            if (of.kind() == SubjectId.Kind.PLAN || of.kind() == SubjectId.Kind.RECORD) {
                continue; // no consumer has a part in it
            }
            parties.of(of).stream()
                    .map(names -> names.consumer())
                    .filter(consumer -> !consumer.isEmpty())
                    .findFirst()
                    .ifPresent(consumer -> persons.put(of, SubjectId.person(Party.consumer(consumer))));
        }
        persons.values().forEach(person -> asked.add(person.toString()));
        Map<SubjectId, List<Event>> found = new HashMap<>();
        sql.sql("""
                        SELECT payload_type, payload FROM event_store.domain_event_entry
                        WHERE aggregate_identifier = ANY (:asked) AND payload_type IN
                            ('person.forgetting-asked.v1', 'record.opened.v1', 'record.forgotten.v1')
                        ORDER BY aggregate_identifier, sequence_number""")
                .param("asked", asked.toArray(String[]::new))
                .query((row, _) -> (Event) serializer.deserialize(new SimpleSerializedObject<>(
                        row.getBytes("payload"), byte[].class, row.getString("payload_type"), null)))
                .list()
                .forEach(event -> found.computeIfAbsent(event.subject(), _ -> new ArrayList<>())
                        .add(event));
        Map<SubjectId, Standing> standings = new HashMap<>();
        for (SubjectId of : cases) {
            List<Event> own = found.getOrDefault(of.record(), List.of());
            SubjectId person = persons.get(of);
            boolean forgetting = person != null
                    && found.getOrDefault(person, List.of()).stream().anyMatch(ForgettingAsked.class::isInstance);
            standings.put(
                    of,
                    own.isEmpty() && !forgetting
                            ? Standing.OPEN
                            : new Standing(
                                    forgetting,
                                    own.stream().anyMatch(RecordForgotten.class::isInstance),
                                    own.stream()
                                            .filter(RecordOpened.class::isInstance)
                                            .map(RecordOpened.class::cast)
                                            .toList()));
        }
        return standings;
    }
}
