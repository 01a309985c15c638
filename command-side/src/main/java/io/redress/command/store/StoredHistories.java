package io.redress.command.store;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.command.hindsight.Entry;
import io.redress.command.hindsight.Histories;
import java.util.List;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads histories from the event store, each in one statement and so from one moment. */
public final class StoredHistories implements Histories {
    private final JdbcClient sql;
    private final EventSerializer serializer;

    public StoredHistories(JdbcClient sql, EventSerializer serializer) {
        this.sql = sql;
        this.serializer = serializer;
    }

    @Override
    public List<Entry> of(SubjectId subject) {
        if (subject.key().indexOf('\u0000') >= 0) {
            return List.of(); // no such name can be stored, and the database would not take the question
        }
        return sql.sql("""
                        SELECT global_index, payload_type, payload FROM event_store.domain_event_entry
                        WHERE aggregate_identifier = ? ORDER BY sequence_number""")
                .param(subject.toString())
                .query((row, _) -> {
                    Event event = serializer.deserialize(new SimpleSerializedObject<>(
                            row.getBytes("payload"), byte[].class, row.getString("payload_type"), null));
                    return new Entry(row.getLong("global_index"), event);
                })
                .list();
    }
}
