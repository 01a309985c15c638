package io.redress.command.seal;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is stored, and how it is sealed, as the database has it. */
final class Stored {
    /** As many events are read at once. */
    static final int BATCH = 10_000;

    private final JdbcClient sql;

    Stored(JdbcClient sql) {
        this.sql = sql;
    }

    /** A seal as it is kept. */
    record Kept(long number, String note, List<Leaf> leaves, Peaks peaks) {}

    /** The roots of the full subtrees after a seal. */
    static final class Peaks {
        private final byte[] bytes;

        Peaks(byte[] bytes) {
            this.bytes = bytes;
        }

        HashTree tree(long size) {
            return HashTree.of(size, bytes);
        }
    }

    /** The hashes of the events behind this index, up to that one, in order. */
    List<Leaf> events(long after, long upTo) {
        Leaf.Columns columns = new Leaf.Columns();
        return sql.sql("""
                        SELECT global_index, event_identifier, aggregate_identifier, sequence_number, type, payload_type,
                            payload_revision, payload, meta_data, time_stamp,
                            (extract(epoch FROM recorded_at) * 1000000)::text
                        FROM event_store.domain_event_entry WHERE global_index > ? AND global_index <= ?
                        ORDER BY global_index LIMIT ?""")
                .param(after)
                .param(upTo)
                .param(BATCH)
                .query((row, _) -> new Leaf(
                        row.getLong(1),
                        columns.begin("event")
                                .number(row.getLong(1))
                                .text(row.getString(2))
                                .text(row.getString(3))
                                .number(row.getLong(4))
                                .text(row.getString(5))
                                .text(row.getString(6))
                                .text(row.getString(7))
                                .bytes(row.getBytes(8))
                                .bytes(row.getBytes(9))
                                .text(row.getString(10))
                                .text(row.getString(11))
                                .hash()))
                .list();
    }

    /**
     * The hash of a submitted file: its row, and the hashes of its bytes as they are stored, piece by piece.
     *
     * @param looking whether the bytes are looked at, or believed to be what they were when they were written
     */
    Optional<Leaf> file(String id, boolean looking) {
        Leaf.Columns columns = new Leaf.Columns();
        Optional<String> upload = sql.sql("""
                        SELECT f.id, f.subject, f.consumer, f.merchant, f.operator, f.party, f.type, f.bytes, f.received,
                            f.sha256, f.supersedes, (extract(epoch FROM f.staged_at) * 1000000)::text,
                            (extract(epoch FROM f.submitted_at) * 1000000)::text, c.upload
                        FROM evidence.file f LEFT JOIN evidence.content c ON c.party = f.party AND c.sha256 = f.sha256
                        WHERE f.id = ?""")
                .param(id)
                .query((row, _) -> {
                    columns.begin("file");
                    for (int n = 1; n <= 14; n++) {
                        columns.text(row.getString(n));
                    }
                    return Objects.requireNonNullElse(row.getString(14), "");
                })
                .optional();
        if (upload.isEmpty()) {
            return Optional.empty();
        }
        sql.sql("SELECT first_byte, sha256, " + (looking ? "sha256(bytes) = sha256" : "true")
                        + " FROM evidence.piece WHERE upload = ? ORDER BY first_byte")
                .param(upload.get())
                .query((row, _) ->
                        columns.number(row.getLong(1)).bytes(row.getBytes(2)).number(row.getBoolean(3) ? 1 : 0))
                .list();
        return Optional.of(new Leaf(0, columns.hash()));
    }

    /** The seals behind this one, the next ones first. */
    List<Kept> seals(long after, int most) {
        return sql.sql(
                        "SELECT number, note, leaves, peaks FROM event_store.seal WHERE number > ? ORDER BY number LIMIT ?")
                .param(after)
                .param(most)
                .query((row, _) -> new Kept(
                        row.getLong(1), row.getString(2), Leaf.read(row.getBytes(3)), new Peaks(row.getBytes(4))))
                .list();
    }

    Optional<Kept> lastSeal() {
        return sql.sql("SELECT number FROM event_store.seal ORDER BY number DESC LIMIT 1")
                .query(Long.class)
                .optional()
                .flatMap(number -> seals(number - 1, 1).stream().findFirst());
    }

    Optional<String> lastNote() {
        return sql.sql("SELECT note FROM event_store.seal ORDER BY number DESC LIMIT 1")
                .query(String.class)
                .optional();
    }

    void keep(long number, String note, List<Leaf> leaves, HashTree tree, List<String> files) {
        sql.sql("INSERT INTO event_store.seal (number, note, leaves, peaks) VALUES (?, ?, ?, ?)")
                .param(number)
                .param(note)
                .param(Leaf.written(leaves))
                .param(tree.peaks())
                .update();
        for (String file : files) {
            sql.sql("INSERT INTO event_store.sealed_file (file, seal) VALUES (?, ?)")
                    .param(file)
                    .param(number)
                    .update();
        }
    }

    /** Submitted files that no seal has. */
    List<String> unsealedFiles(int most) {
        return sql.sql("""
                        SELECT f.id FROM evidence.file f WHERE submitted_at IS NOT NULL
                            AND NOT EXISTS (SELECT FROM event_store.sealed_file s WHERE s.file = f.id)
                        ORDER BY submitted_at, id LIMIT ?""").param(most).query((row, _) -> row.getString(1)).list();
    }

    List<String> submittedFiles() {
        return sql.sql("SELECT id FROM evidence.file WHERE submitted_at IS NOT NULL ORDER BY id")
                .query((row, _) -> row.getString(1))
                .list();
    }

    /** How many events of this stored name, or of any, are behind this index. */
    long eventsBehind(long index, @Nullable String name) {
        return sql.sql("""
                        SELECT count(*) FROM event_store.domain_event_entry
                        WHERE global_index > ? AND (?::text IS NULL OR payload_type = ?)""")
                .param(index)
                .param(name)
                .param(name)
                .query(Long.class)
                .single();
    }

    /** For how many seconds, by the database's clock, the oldest event behind this index has been stored; 0 without one. */
    double secondsBehind(long index) {
        return sql.sql("""
                        SELECT extract(epoch FROM clock_timestamp() - recorded_at) FROM event_store.domain_event_entry
                        WHERE global_index > ? ORDER BY global_index LIMIT 1""").param(index).query(Double.class).optional().orElse(0.0);
    }

    /** Until the end of the transaction nobody else seals; whether nobody does already. */
    boolean nobodyElseSeals() {
        return sql.sql("SELECT pg_try_advisory_xact_lock(4401173)")
                .query(Boolean.class)
                .single();
    }
}
