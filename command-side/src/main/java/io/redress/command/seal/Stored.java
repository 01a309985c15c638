package io.redress.command.seal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** The hash of a full subtree of {@code 1 << height} leaves, of which as many are left of it as its position says. */
    static final class Subtree {
        private final int height;
        private final long position;
        private final byte[] hash;

        Subtree(int height, long position, byte[] hash) {
            this.height = height;
            this.position = position;
            this.hash = hash;
        }

        /** Collects those that a tree grows. */
        static HashTree.Grown into(List<Subtree> all) {
            return (height, position, hash) -> all.add(new Subtree(height, position, hash));
        }
    }

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

    /**
     * The hashes of the events behind this index, up to that one, in order. By whose credential something was done is
     * hashed apart: an event can be shown without it, to be hashed again.
     */
    List<Leaf> events(long after, long upTo) {
        Leaf.Columns columns = new Leaf.Columns();
        return sql.sql("""
                        SELECT global_index, event_identifier, aggregate_identifier, sequence_number, type, payload_type,
                            payload_revision, payload, sha256(meta_data), time_stamp,
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

    /** These events, by their index, as they are hashed. */
    List<Row.EventRow> rows(Collection<Long> events) {
        return sql.sql("""
                        SELECT global_index, event_identifier, aggregate_identifier, sequence_number, type, payload_type,
                            payload_revision, payload, sha256(meta_data), time_stamp,
                            (extract(epoch FROM recorded_at) * 1000000)::text
                        FROM event_store.domain_event_entry WHERE global_index = ANY (?::bigint[])
                        ORDER BY global_index""")
                .param(events.toArray(Long[]::new))
                .query((row, _) -> new Row.EventRow(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        Base64.getEncoder().encodeToString(row.getBytes(8)),
                        row.getBytes(9) == null ? null : Base64.getEncoder().encodeToString(row.getBytes(9)),
                        row.getString(10),
                        row.getString(11)))
                .list();
    }

    /** A submitted file as it is hashed. */
    Optional<Row.FileRow> row(String file) {
        return sql.sql("""
                        SELECT f.id, f.subject, f.consumer, f.merchant, f.operator, f.party, f.type, f.bytes, f.received,
                            f.sha256, f.supersedes, (extract(epoch FROM f.staged_at) * 1000000)::text,
                            (extract(epoch FROM f.submitted_at) * 1000000)::text, c.upload
                        FROM evidence.file f JOIN evidence.content c ON c.party = f.party AND c.sha256 = f.sha256
                        WHERE f.id = ? AND f.submitted_at IS NOT NULL""")
                .param(file)
                .query((row, _) -> new Row.FileRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        row.getString(10),
                        row.getString(11),
                        row.getString(12),
                        row.getString(13),
                        row.getString(14),
                        List.of()))
                .optional()
                .map(row -> row.with(pieces(row.upload())));
    }

    private List<Row.FileRow.Piece> pieces(String upload) {
        return sql.sql(
                        "SELECT first_byte, encode(sha256, 'hex') FROM evidence.piece WHERE upload = ? ORDER BY first_byte")
                .param(upload)
                .query((row, _) -> new Row.FileRow.Piece(row.getLong(1), row.getString(2)))
                .list();
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

    boolean hasSeal(long number, String note) {
        return sql.sql("SELECT EXISTS (SELECT FROM event_store.seal WHERE number = ? AND note = ?)")
                .param(number)
                .param(note)
                .query(Boolean.class)
                .single();
    }

    Optional<String> lastNote() {
        return sql.sql("SELECT note FROM event_store.seal ORDER BY number DESC LIMIT 1")
                .query(String.class)
                .optional();
    }

    void keep(long number, String note, List<Leaf> leaves, HashTree tree, List<Subtree> subtrees, List<String> files) {
        sql.sql("INSERT INTO event_store.seal (number, note, leaves, peaks) VALUES (?, ?, ?, ?)")
                .param(number)
                .param(note)
                .param(Leaf.written(leaves))
                .param(tree.peaks())
                .update();
        subtrees.forEach(this::keep);
        for (String file : files) {
            sql.sql("INSERT INTO event_store.sealed_file (file, seal) VALUES (?, ?)")
                    .param(file)
                    .param(number)
                    .update();
        }
    }

    private void keep(Subtree subtree) {
        sql.sql("INSERT INTO event_store.subtree (height, position, hash) VALUES (?, ?, ?)")
                .param(subtree.height)
                .param(subtree.position)
                .param(subtree.hash)
                .update();
    }

    /**
     * What is written down of one level of the tree: as many hashes as lie below one of the next level that is.
     *
     * @param index how many such blocks are left of it
     */
    List<byte[]> block(int height, long index) {
        long from = index << HashTree.LEVELS;
        long to = (index + 1) << HashTree.LEVELS;
        if (height > 0) {
            return sql.sql("""
                            SELECT hash FROM event_store.subtree WHERE height = ? AND position >= ? AND position < ?
                            ORDER BY position""")
                    .param(height)
                    .param(from)
                    .param(to)
                    .query((row, _) -> row.getBytes(1))
                    .list();
        }
        return sql
                .sql("""
                        SELECT substring(leaves
                            FROM (greatest(0, :from - first) * 40 + 1)::integer
                            FOR ((least(:to, size) - greatest(:from, first)) * 40)::integer)
                        FROM (SELECT leaves, size, size - octet_length(leaves) / 40 AS first
                            FROM event_store.seal WHERE size > :from ORDER BY size LIMIT :most) s
                        WHERE first < :to ORDER BY size""")
                .param("from", from)
                .param("to", to)
                .param("most", to - from)
                .query((row, _) -> Leaf.read(row.getBytes(1)))
                .list()
                .stream()
                .flatMap(List::stream)
                .map(Leaf::hash)
                .toList();
    }

    /** Which seal has which of these events; those that none has are left out. */
    Map<Long, Long> sealsOfEvents(Collection<Long> events) {
        return pairs("""
                SELECT global_index, (SELECT number FROM event_store.seal
                    WHERE last_event >= global_index ORDER BY last_event, number LIMIT 1)
                FROM event_store.domain_event_entry WHERE global_index = ANY (:of::bigint[])""", events.toArray(Long[]::new), row -> row.getLong(1));
    }

    /** Which seal has which of these files; those that none has are left out. */
    Map<String, Long> sealsOfFiles(Collection<String> files) {
        return pairs(
                "SELECT file, seal FROM event_store.sealed_file WHERE file = ANY (:of::text[])",
                files.toArray(String[]::new),
                row -> row.getString(1));
    }

    private interface Key<K> {
        K of(ResultSet row) throws SQLException;
    }

    private <K> Map<K, Long> pairs(String query, Object[] of, Key<K> key) {
        Map<K, Long> pairs = new LinkedHashMap<>();
        sql.sql(query).param("of", of).query(row -> {
            long seal = row.getLong(2);
            if (!row.wasNull()) {
                pairs.put(key.of(row), seal);
            }
        });
        return pairs;
    }

    /** Whether one is gone from among so many of the last seals, or the first is. */
    boolean isBroken(int among) {
        return sql.sql("""
                        SELECT coalesce(max(number) - min(number) + 1 <> count(*)
                            OR (SELECT min(number) FROM event_store.seal) <> 1, false)
                        FROM (SELECT number FROM event_store.seal ORDER BY number DESC LIMIT ?) s""").param(among).query(Boolean.class).single();
    }

    /** Whether what is written down of this subtree is its hash. */
    boolean has(Subtree subtree) {
        return sql.sql("""
                        SELECT EXISTS (SELECT FROM event_store.subtree WHERE height = ? AND position = ? AND hash = ?)""")
                .param(subtree.height)
                .param(subtree.position)
                .param(subtree.hash)
                .query(Boolean.class)
                .single();
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
