package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Event;
import io.redress.api.party.Party;
import io.redress.command.clock.DueWindows;
import io.redress.command.store.EventCatalogue;
import io.redress.query.Reader;
import io.redress.query.partyrecord.PartyRecordQueries;
import io.redress.query.partyrecord.PartyRecordView;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything that the query side shows can be dropped and comes back the same, from the events alone. */
class ReplayTest {
    /** How far a processor or a migration has come; not part of any sheet. */
    private static final Set<String> BOOKKEEPING = Set.of("token_entry", "flyway_schema_history");

    @Test
    void sheets_and_due_index_come_back_the_same_after_they_were_dropped() throws IOException {
        String database = Postgres.database();
        List<Map<String, Object>> due;
        Map<String, String> tables;
        Set<Class<?>> played = new HashSet<>();
        List<PartyRecordView> records;
        try (Node node = Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false))) {
            RichHistory.play(node);
            node.awaitSheets();
            node.events().stream().map(Event::getClass).forEach(played::add);
            due = ClockTest.indexed(node);
            records = records(node);
            node.awaitSheets(); // who reads is recorded
            tables = tables(node.sql());
            node.sql().sql("CREATE SCHEMA live").update();
            for (String table : tables.keySet()) {
                node.sql()
                        .sql("CREATE TABLE live.%1$s AS TABLE read_model.%1$s".formatted(table))
                        .update();
            }
        }
        assertThat(tables).hasSizeGreaterThan(8);
        assertThat(due).isNotEmpty();
        assertThat(records).hasSizeGreaterThan(20);
        assertThat(played).as("kinds of events in this history").isEqualTo(EventCatalogue.events());

        try (Node node =
                Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false, "redress.alone", true))) {
            node.bean(DueWindows.class).rebuild(node.bean(EventStorageEngine.class));
            node.awaitSheets();
            assertThat(node.sql()
                            .sql("SELECT count(*) FROM read_model.dead_letter_entry")
                            .query(Long.class)
                            .single())
                    .isZero();
            assertThat(tables(node.sql())).isEqualTo(tables);
            tables.forEach((table, columns) -> {
                assertThat(differences(node.sql(), "live." + table, "read_model." + table, columns))
                        .as("rows of %s that the replay did not bring back", table)
                        .isEmpty();
                assertThat(differences(node.sql(), "read_model." + table, "live." + table, columns))
                        .as("rows of %s that were not there before", table)
                        .isEmpty();
            });
            assertThat(ClockTest.indexed(node)).isEqualTo(due);
            assertThat(records(node)).isEqualTo(records);
        }
    }

    /** The records of all who ever owed anything, as they are read. */
    private static List<PartyRecordView> records(Node node) {
        PartyRecordQueries queries = node.bean(PartyRecordQueries.class);
        return node
                .sql()
                .sql("SELECT DISTINCT owed_by FROM read_model.party_record_window ORDER BY owed_by")
                .query(String.class)
                .list()
                .stream()
                .map(party -> queries.read(Reader.PLATFORM, Party.parse(party), PartyRecordQueries.Part.WHOLE)
                        .orElseThrow())
                .toList();
    }

    @Test
    void sheets_of_another_version_are_dropped_and_replayed() throws IOException {
        String database = Postgres.database();
        try (Node node = Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false))) {
            RichHistory.play(node);
            node.awaitSheets();
        }
        try (Node node = Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false))) {
            node.sql()
                    .sql("UPDATE read_model.flyway_schema_history SET checksum = checksum + 1 WHERE version = '1'")
                    .update();
            node.sql()
                    .sql("ALTER TABLE read_model.window_board RENAME COLUMN provisional TO of_another_version")
                    .update();
        }
        try (Node node = Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false))) {
            node.awaitSheets();
            assertThat(node.sql()
                            .sql("SELECT count(provisional) FROM read_model.window_board")
                            .query(Long.class)
                            .single())
                    .isPositive();
        }
    }

    /** The tables of all sheets with their columns; json is compared as it is written. */
    private static Map<String, String> tables(JdbcClient sql) {
        Map<String, String> tables = new LinkedHashMap<>();
        sql.sql("""
                        SELECT table_name, string_agg(column_name || '::text', ', ' ORDER BY ordinal_position)
                        FROM information_schema.columns WHERE table_schema = 'read_model'
                        GROUP BY table_name ORDER BY table_name""").query(row -> {
            if (!BOOKKEEPING.contains(row.getString(1))) {
                tables.put(row.getString(1), row.getString(2));
            }
        });
        return tables;
    }

    private static List<Map<String, Object>> differences(JdbcClient sql, String from, String less, String columns) {
        return sql.sql("SELECT %1$s FROM %2$s EXCEPT ALL SELECT %1$s FROM %3$s".formatted(columns, from, less))
                .query()
                .listOfRows();
    }
}
