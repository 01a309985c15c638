package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.redress.app.MigrationConfiguration.Migrations;
import io.redress.command.seal.Finding;
import io.redress.command.seal.Finding.Kind;
import io.redress.command.seal.Proofs;
import io.redress.command.seal.SealFile;
import io.redress.command.seal.SealKeys;
import io.redress.command.seal.SealProofs;
import io.redress.command.seal.SealProofs.Consistency;
import io.redress.command.seal.SealProofs.Inclusion;
import io.redress.command.seal.SealProofs.Proven;
import io.redress.command.seal.SealProofs.Sealed;
import io.redress.command.seal.Sealer;
import io.redress.command.seal.Standing;
import io.redress.command.seal.Verification;
import io.redress.command.seal.Verification.Report;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What is sealed cannot be changed unnoticed, not even by who may do everything in the database. */
class SealsTest {
    private static final long SEED = 9162;
    private static final int MUTATIONS = 1_000;
    private static final int KINDS = 19;
    private static final int FAST = 100_000;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-28T01:30:00Z"));

    private final String database = Postgres.database();
    private final HikariDataSource pool = new HikariDataSource();
    private final SealKeys keys = SealKeys.signing(SealKeys.newSecret("redress"), List.of());
    private int stored;
    private int submitted;

    @TempDir
    private Path folder;

    private SealFile file;

    @BeforeEach
    void migrate() {
        pool.setJdbcUrl(database);
        new Migrations(pool).migrateAll();
        file = new SealFile(folder.resolve("seals.txt"));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private JdbcClient sql() {
        return JdbcClient.create(pool);
    }

    private Sealer sealer() {
        return sealer(file, keys);
    }

    private Sealer sealer(SealFile into, SealKeys by) {
        return new Sealer(sql(), new JdbcTransactionManager(pool), by, into, CLOCK, Duration.ofMinutes(1));
    }

    /** Events as they are stored, with gaps in their index, as older versions left them when an act was rolled back. */
    private void store(int events) {
        sql().sql("""
                INSERT INTO event_store.domain_event_entry (global_index, event_identifier, aggregate_identifier,
                    sequence_number, type, payload_type, payload_revision, payload, meta_data, time_stamp)
                OVERRIDING SYSTEM VALUE
                SELECT coalesce((SELECT max(global_index) FROM event_store.domain_event_entry) + 2, 1) + n - :first,
                    'e' || n, 'order/O' || n / 20, n % 20, 'Order', 'order.urged.v1', CASE WHEN n % 3 = 0 THEN '1' END,
                    convert_to(repeat('{"n":' || n || '}', 40), 'UTF8'), convert_to('{"traceId":"' || n || '"}', 'UTF8'),
                    '2026-11-28T01:30:00.000001Z'
                FROM generate_series(:first, :last) n""").param("first", stored).param("last", stored + events - 1).update();
        stored += events;
    }

    /** A file of three pieces, as it is when its event is stored. */
    private void submit() {
        submitted++;
        String id = "fil_" + submitted;
        sql().sql("""
                INSERT INTO evidence.piece (upload, first_byte, bytes, sha256)
                SELECT :id, n * 100, b, sha256(b)
                FROM generate_series(0, 2) n, LATERAL (SELECT convert_to(repeat(:id || n, 20), 'UTF8') AS b)""").param("id", id).update();
        sql().sql("INSERT INTO evidence.content (party, sha256, upload) VALUES ('consumer:U1', :hash, :id)")
                .param("hash", "%064x".formatted(submitted))
                .param("id", id)
                .update();
        sql().sql("""
                INSERT INTO evidence.file (id, subject, consumer, merchant, operator, party, type, bytes, received, sha256,
                    staged_at, submitted_at)
                VALUES (:id, 'complaint/C1', 'U1', 'M1', 'H1', 'consumer:U1', 'image/png', 300, 300, :hash,
                    '2026-11-28T01:00:00Z', '2026-11-28T01:10:00Z')""")
                .param("id", id)
                .param("hash", "%064x".formatted(submitted))
                .update();
    }

    /** Six seals over 120 events and 12 files. */
    private void sealSome() {
        for (int n = 0; n < 6; n++) {
            store(20);
            submit();
            submit();
            sealer().sealAll();
        }
    }

    private Report verify(JdbcClient of) {
        return Verification.of(of, keys, file.all(), _ -> {});
    }

    @Test
    void what_was_not_changed_is_whole() {
        sealSome();
        store(5);
        Report report = verify(sql());
        assertThat(report.findings()).isEmpty();
        assertThat(report.seals()).isEqualTo(6);
        assertThat(report.events()).isEqualTo(120);
        assertThat(report.files()).isEqualTo(12);
        assertThat(report.unsealed()).isEqualTo(5);
        assertThat(file.all()).hasSize(6);
    }

    @Test
    void nothing_new_needs_no_seal() {
        sealSome();
        sealer().sealAll();
        assertThat(file.all()).hasSize(6);
    }

    /** A change of what is sealed, and what has to be said of it. */
    private record Mutation(String name, String statement, List<Finding> found) {}

    private static Finding of(Kind kind, Object where) {
        return new Finding(kind, where.toString());
    }

    @Test
    void each_of_a_thousand_random_changes_is_found_where_it_is() throws Exception {
        sealSome();
        List<Long> events = sql().sql("SELECT global_index FROM event_store.domain_event_entry ORDER BY 1")
                .query(Long.class)
                .list();
        Random random = new Random(SEED);
        Map<String, Integer> kinds = new TreeMap<>();
        try (Connection connection = Postgres.connect(database)) {
            connection.setAutoCommit(false);
            JdbcClient inside = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            for (int n = 0; n < MUTATIONS; n++) {
                Mutation mutation = mutation(random, events);
                inside.sql("SET LOCAL session_replication_role = replica").update();
                inside.sql(mutation.statement()).update();
                assertThat(verify(inside).findings())
                        .as("change %d from seed %d: %s: %s", n, SEED, mutation.name(), mutation.statement())
                        .containsExactlyInAnyOrderElementsOf(mutation.found());
                connection.rollback();
                kinds.merge(mutation.name(), 1, Integer::sum);
            }
        }
        System.out.println(MUTATIONS + " changes found, from seed " + SEED + ": " + kinds);
        assertThat(kinds).hasSize(KINDS);
        assertThat(verify(sql()).findings()).isEmpty();
    }

    private static Mutation mutation(Random random, List<Long> events) {
        long event = events.get(random.nextInt(events.size()));
        long other = events.stream()
                .filter(index -> index != event)
                .skip(random.nextInt(events.size() - 1))
                .findFirst()
                .orElseThrow();
        String at = " WHERE global_index = " + event;
        String update = "UPDATE event_store.domain_event_entry SET ";
        String id = "fil_" + (1 + random.nextInt(12));
        String otherId = "fil_" + (1 + (Integer.parseInt(id.substring(4)) + random.nextInt(11)) % 12);
        int piece = random.nextInt(3) * 100;
        String ofPiece = " WHERE upload = '" + id + "' AND first_byte = " + piece;
        long seal = 1 + random.nextInt(6);
        return switch (random.nextInt(KINDS)) {
            case 0 ->
                new Mutation(
                        "bit of a payload",
                        update + "payload = set_bit(payload, b, 1 - get_bit(payload, b)) FROM (SELECT "
                                + random.nextInt(40 * 7 * 8) + " AS b) x" + at,
                        List.of(of(Kind.EVENT_CHANGED, event)));
            case 1 ->
                new Mutation(
                        "bit of the meta data",
                        update + "meta_data = set_bit(meta_data, b, 1 - get_bit(meta_data, b)) FROM (SELECT "
                                + random.nextInt(15 * 8) + " AS b) x" + at,
                        List.of(of(Kind.EVENT_CHANGED, event)));
            case 2 -> {
                String column = List.of(
                                "event_identifier", "aggregate_identifier", "type", "payload_type", "time_stamp")
                        .get(random.nextInt(5));
                yield new Mutation(
                        "text of an event",
                        update + column + " = " + column + " || 'x'" + at,
                        List.of(of(Kind.EVENT_CHANGED, event)));
            }
            case 3 ->
                new Mutation(
                        "number or time of an event",
                        update
                                + List.of(
                                                "sequence_number = sequence_number + 100",
                                                "recorded_at = recorded_at + interval '1 microsecond'",
                                                "payload_revision = CASE WHEN payload_revision IS NULL THEN '' END")
                                        .get(random.nextInt(3))
                                + at,
                        List.of(of(Kind.EVENT_CHANGED, event)));
            case 4 ->
                new Mutation(
                        "event deleted",
                        "DELETE FROM event_store.domain_event_entry" + at,
                        List.of(of(Kind.EVENT_GONE, event)));
            case 5 ->
                new Mutation(
                        "payload cut",
                        update + "payload = substring(payload FROM 1 FOR " + random.nextInt(200) + ")" + at,
                        List.of(of(Kind.EVENT_CHANGED, event)));
            case 6 ->
                new Mutation(
                        "two events in each other's place",
                        update + "payload = o.payload, event_identifier = o.event_identifier || '''' "
                                + "FROM event_store.domain_event_entry o WHERE domain_event_entry.global_index IN ("
                                + event + ", " + other + ") AND o.global_index = " + (event + other)
                                + " - domain_event_entry.global_index",
                        List.of(of(Kind.EVENT_CHANGED, event), of(Kind.EVENT_CHANGED, other)));
            case 7 -> {
                // one of the gaps, or a place before the first
                long gap = random.nextBoolean() ? 21 * (1 + random.nextInt(5)) : -random.nextInt(1_000);
                yield new Mutation(
                        "event inserted",
                        "INSERT INTO event_store.domain_event_entry (global_index, event_identifier, aggregate_identifier,"
                                + " sequence_number, type, payload_type, payload, time_stamp) OVERRIDING SYSTEM VALUE VALUES ("
                                + gap + ", 'new', 'order/new', 0, 'Order', 'order.urged.v1', '', '')",
                        List.of(of(Kind.EVENT_INSERTED, gap)));
            }
            case 8 -> {
                long from = events.get(events.size() - 1 - random.nextInt(30));
                yield new Mutation(
                        "end cut off",
                        "DELETE FROM event_store.domain_event_entry WHERE global_index >= " + from,
                        events.stream()
                                .filter(index -> index >= from)
                                .map(index -> of(Kind.EVENT_GONE, index))
                                .toList());
            }
            case 9 ->
                new Mutation(
                        "byte of a file",
                        "UPDATE evidence.piece SET bytes = set_bit(bytes, b, 1 - get_bit(bytes, b)) FROM (SELECT "
                                + random.nextInt(60 * 8) + " AS b) x" + ofPiece,
                        List.of(of(Kind.FILE_CHANGED, id)));
            case 10 ->
                new Mutation(
                        "byte of a file with its hash",
                        "UPDATE evidence.piece SET bytes = bytes || 'x'::bytea, sha256 = sha256(bytes || 'x'::bytea)"
                                + ofPiece,
                        List.of(of(Kind.FILE_CHANGED, id)));
            case 11 ->
                new Mutation(
                        "piece deleted", "DELETE FROM evidence.piece" + ofPiece, List.of(of(Kind.FILE_CHANGED, id)));
            case 12 ->
                new Mutation(
                        "file deleted",
                        "DELETE FROM evidence.file WHERE id = '" + id + "'",
                        List.of(of(Kind.FILE_GONE, id)));
            case 13 ->
                new Mutation(
                        "row of a file",
                        "UPDATE evidence.file SET "
                                + List.of(
                                                "party = 'merchant:M1'",
                                                "subject = 'complaint/C2'",
                                                "type = 'image/jpeg'",
                                                "submitted_at = submitted_at - interval '1 hour'",
                                                "consumer = ''")
                                        .get(random.nextInt(5))
                                + " WHERE id = '" + id + "'",
                        List.of(of(Kind.FILE_CHANGED, id)));
            case 14 ->
                new Mutation(
                        "file inserted",
                        "INSERT INTO evidence.file SELECT 'new', subject, consumer, merchant, operator, party, type, bytes,"
                                + " received, sha256, supersedes, staged_at, submitted_at FROM evidence.file WHERE id = '"
                                + id + "'",
                        List.of(of(Kind.FILE_INSERTED, "new")));
            case 15 ->
                new Mutation(
                        "piece cut",
                        "UPDATE evidence.piece SET bytes = substring(bytes FROM 1 FOR " + (1 + random.nextInt(99)) + ")"
                                + ofPiece,
                        List.of(of(Kind.FILE_CHANGED, id)));
            case 16 ->
                new Mutation(
                        "two pieces in each other's place",
                        "UPDATE evidence.piece p SET bytes = o.bytes, sha256 = o.sha256 FROM evidence.piece o WHERE"
                                + " p.upload = '" + id + "' AND o.upload = p.upload AND p.first_byte <> "
                                + piece + " AND o.first_byte = " + (300 - piece) + " - p.first_byte",
                        List.of(of(Kind.FILE_CHANGED, id)));
            case 17 ->
                new Mutation(
                        "two files in each other's place",
                        "UPDATE evidence.file f SET sha256 = o.sha256 FROM evidence.file o WHERE f.id IN ('" + id
                                + "', '" + otherId + "') AND o.id IN ('" + id + "', '" + otherId
                                + "') AND o.id <> f.id",
                        List.of(of(Kind.FILE_CHANGED, id), of(Kind.FILE_CHANGED, otherId)));
            default ->
                random.nextBoolean()
                        ? new Mutation(
                                "seal",
                                "UPDATE event_store.seal SET leaves = set_bit(leaves, b, 1 - get_bit(leaves, b)) FROM (SELECT "
                                        + random.nextInt(22 * 40 * 8) + " AS b) x WHERE number = " + seal,
                                List.of(of(Kind.LIST_CHANGED, "seal " + seal)))
                        : new Mutation(
                                "seal",
                                "DELETE FROM event_store.seal WHERE number = " + seal,
                                List.of(of(Kind.SEAL_GONE, "seal " + seal)));
        };
    }

    @Test
    void an_event_and_its_hash_in_the_seal_changed_together_are_found() throws Exception {
        sealSome();
        try (Connection connection = Postgres.connect(database)) {
            connection.setAutoCommit(false);
            JdbcClient inside = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            inside.sql("SET LOCAL session_replication_role = replica").update();
            inside.sql("UPDATE event_store.domain_event_entry SET payload = '' WHERE global_index = 3")
                    .update();
            inside.sql(
                            "UPDATE event_store.seal SET leaves = set_byte(leaves, 100, 255 - get_byte(leaves, 100)) WHERE number = 1")
                    .update();
            assertThat(verify(inside).findings()).containsExactly(of(Kind.PART_CHANGED, "seal 1"));
            connection.rollback();
        }
    }

    /** The hash of the leaves as RFC 9162 defines it, by halves. */
    private static byte[] defined(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return sha256(bytes -> {
            bytes.write(1);
            bytes.write(defined(leaves.subList(0, left)));
            bytes.write(defined(leaves.subList(left, leaves.size())));
        });
    }

    private interface Writing {
        void to(DataOutputStream bytes) throws IOException;
    }

    private static byte[] sha256(Writing writing) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            writing.to(new DataOutputStream(bytes));
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static List<byte[]> decoded(List<String> hashes) {
        return hashes.stream().map(Base64.getDecoder()::decode).toList();
    }

    /** Seals of one leaf and of hundreds, so that the tree has levels that are written down. */
    private List<Long> sealMany() {
        Random random = new Random(SEED);
        while (stored < 900) {
            store(random.nextInt(5) == 0 ? 200 + random.nextInt(200) : 1 + random.nextInt(20));
            if (random.nextInt(3) == 0) {
                submit();
            }
            sealer().sealAll();
        }
        return sql().sql("SELECT global_index FROM event_store.domain_event_entry ORDER BY 1")
                .query(Long.class)
                .list();
    }

    @Test
    void every_event_and_file_is_proven_and_every_seal_to_begin_with_all_before() {
        List<Long> events = sealMany();
        store(1);
        List<String> files =
                IntStream.rangeClosed(1, submitted).mapToObj(n -> "fil_" + n).toList();
        SealProofs proofs = new SealProofs(sql());
        Sealed last = proofs.last().orElseThrow();
        Proven proven = proofs.of(
                last,
                Stream.concat(events.stream(), Stream.of(-5L, events.getLast() + 1, Long.MAX_VALUE))
                        .toList(),
                Stream.concat(files.stream(), Stream.of("fil_unknown")).toList());
        assertThat(proven.events().keySet()).containsExactlyInAnyOrderElementsOf(events);
        assertThat(proven.files().keySet()).containsExactlyInAnyOrderElementsOf(files);

        Map<Long, Inclusion> byLeaf = new TreeMap<>();
        Stream.concat(proven.events().values().stream(), proven.files().values().stream())
                .forEach(proof -> byLeaf.put(proof.leaf(), proof));
        List<byte[]> leaves =
                decoded(byLeaf.values().stream().map(Inclusion::hash).toList());
        assertThat(leaves).hasSize(events.size() + files.size());
        assertThat(last.seal().size()).isEqualTo(leaves.size());
        byte[] root = Base64.getDecoder().decode(last.seal().root());
        assertThat(defined(leaves)).isEqualTo(root);
        byLeaf.forEach((leaf, proof) -> assertThat(
                        Proofs.root(leaves.get(leaf.intValue()), leaf, leaves.size(), decoded(proof.path())))
                .as("leaf %d", leaf)
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(root)));

        long before = 0;
        for (long number = 1; number <= last.seal().number(); number++) {
            Consistency since = proofs.since(number, last).orElseThrow();
            assertThat(since.size()).isGreaterThan(before);
            before = since.size();
            byte[] earlier = defined(leaves.subList(0, (int) since.size()));
            assertThat(Base64.getDecoder().decode(since.root())).isEqualTo(earlier);
            assertThat(Proofs.isBeginning(since.size(), earlier, leaves.size(), root, decoded(since.path())))
                    .as("seal %d", number)
                    .isTrue();
        }
        assertThat(proofs.since(last.seal().number() + 1, last)).isEmpty();
    }

    /** As the record of decisions has it, so that whoever has the row can do it without this program. */
    @Test
    void a_leaf_is_the_hash_of_every_column_with_its_length() throws IOException {
        store(3);
        submit();
        sealer().sealAll();
        SealProofs proofs = new SealProofs(sql());
        Proven proven = proofs.of(proofs.last().orElseThrow(), List.of(3L), List.of("fil_1"));
        byte[] event = sha256(bytes -> {
            bytes.write(0);
            text(bytes, "event");
            bytes.writeLong(3);
            text(bytes, "e2");
            text(bytes, "order/O0");
            bytes.writeLong(2);
            text(bytes, "Order");
            text(bytes, "order.urged.v1");
            bytes.writeLong(-1);
            text(bytes, "{\"n\":2}".repeat(40));
            bytes.writeLong(32);
            bytes.write(sha256(inside -> inside.writeBytes("{\"traceId\":\"2\"}")));
            text(bytes, "2026-11-28T01:30:00.000001Z");
            text(bytes, microseconds("recorded_at", "event_store.domain_event_entry WHERE global_index = 3"));
        });
        assertThat(decoded(List.of(proven.events().get(3L).hash()))).containsExactly(event);
        byte[] file = sha256(bytes -> {
            bytes.write(0);
            text(bytes, "file");
            for (String column : List.of(
                    "fil_1",
                    "complaint/C1",
                    "U1",
                    "M1",
                    "H1",
                    "consumer:U1",
                    "image/png",
                    "300",
                    "300",
                    "%064x".formatted(1))) {
                text(bytes, column);
            }
            bytes.writeLong(-1);
            text(bytes, "1795827600000000.000000");
            text(bytes, "1795828200000000.000000");
            text(bytes, "fil_1");
            for (int piece = 0; piece < 3; piece++) {
                String content = ("fil_1" + piece).repeat(20);
                bytes.writeLong(piece * 100);
                bytes.writeLong(32);
                bytes.write(sha256(inside -> inside.writeBytes(content)));
                bytes.writeLong(1);
            }
        });
        assertThat(decoded(List.of(proven.files().get("fil_1").hash()))).containsExactly(file);
    }

    private static void text(DataOutputStream bytes, String text) throws IOException {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeLong(encoded.length);
        bytes.write(encoded);
    }

    private String microseconds(String column, String from) {
        return sql().sql("SELECT (extract(epoch FROM " + column + ") * 1000000)::text FROM " + from)
                .query(String.class)
                .single();
    }

    @Test
    void a_hash_that_was_changed_among_those_of_the_proofs_is_found_and_proves_nothing() throws Exception {
        List<Long> events = sealMany();
        try (Connection connection = Postgres.connect(database)) {
            JdbcClient inside = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            inside.sql("SET session_replication_role = replica").update();
            inside.sql("UPDATE event_store.subtree SET hash = sha256(hash) WHERE height = 8 AND position = 1")
                    .update();
        }
        assertThat(verify(sql()).findings())
                .singleElement()
                .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.LIST_CHANGED));
        SealProofs proofs = new SealProofs(sql());
        Sealed last = proofs.last().orElseThrow();
        assertThatThrownBy(() -> proofs.of(last, List.of(events.getFirst()), List.of()))
                .isInstanceOf(Sealer.Disagreement.class);
    }

    @Test
    void while_a_seal_is_gone_from_among_the_last_nothing_more_is_sealed() throws Exception {
        sealSome();
        try (Connection connection = Postgres.connect(database)) {
            JdbcClient inside = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            inside.sql("SET session_replication_role = replica").update();
            inside.sql("DELETE FROM event_store.seal WHERE number = 4").update();
        }
        store(1);
        assertThatThrownBy(() -> sealer().sealAll())
                .isInstanceOf(Sealer.Disagreement.class)
                .hasMessageContaining("a seal is gone");
        assertThat(Standing.of(sql(), file).broken()).isTrue();
    }

    @Test
    void how_far_things_are_sealed_can_be_told() {
        sealSome();
        Standing whole = Standing.of(sql(), file);
        assertThat(whole.last()).isEqualTo(whole.outside());
        assertThat(whole.unsealedEvents()).isZero();
        assertThat(whole.secondsBehind()).isZero();
        assertThat(whole.broken()).isFalse();
        store(3);
        submit();
        Standing later = Standing.of(sql(), file);
        assertThat(later.unsealedEvents()).isEqualTo(3);
        assertThat(later.unsealedFiles()).isEqualTo(1);
        assertThat(later.secondsBehind()).isPositive();
    }

    /** Whoever has the database and the key can seal another history, but not where the first was written down. */
    @Test
    void a_history_that_was_sealed_anew_is_not_the_one_that_was_written_outside() throws Exception {
        sealSome();
        try (Connection connection = Postgres.connect(database)) {
            JdbcClient inside = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            inside.sql("SET session_replication_role = replica").update();
            inside.sql("UPDATE event_store.domain_event_entry SET payload = '' WHERE global_index = 3")
                    .update();
            inside.sql("DELETE FROM event_store.sealed_file").update();
            inside.sql("DELETE FROM event_store.seal").update();
        }
        sealer(new SealFile(folder.resolve("other.txt")), keys).sealAll();
        assertThat(verify(sql()).findings()).contains(of(Kind.SEAL_CHANGED, "seal 1"), of(Kind.SEAL_GONE, "seal 6"));
        store(1);
        assertThatThrownBy(() -> sealer().sealAll()).isInstanceOf(Sealer.Disagreement.class);
    }

    @Test
    void a_seal_of_another_key_is_found() {
        store(3);
        sealer(new SealFile(folder.resolve("other.txt")), SealKeys.signing(SealKeys.newSecret("redress"), List.of()))
                .sealAll();
        assertThat(verify(sql()).findings()).containsExactly(of(Kind.SEAL_UNSIGNED, "seal 1"));
    }

    @Test
    void a_seal_that_was_changed_outside_is_found() throws IOException {
        sealSome();
        Path path = file.path();
        Files.writeString(path, Files.readString(path).replace("seal 4\n", "seal 5\n"));
        assertThat(verify(sql()).findings()).containsExactly(of(Kind.OUTSIDE_UNSIGNED, "seal 4"));
    }

    @Test
    void a_key_that_was_exchanged_goes_on_with_the_chain() {
        store(3);
        sealer().sealAll();
        SealKeys next = SealKeys.signing(SealKeys.newSecret("redress"), keys.verifierKeys());
        store(3);
        sealer(file, next).sealAll();
        Report report = Verification.of(sql(), next, file.all(), _ -> {});
        assertThat(report.findings()).isEmpty();
        assertThat(report.seals()).isEqualTo(2);
    }

    /** A crash after the commit leaves a file that lacks the last seals, or half of one. */
    @Test
    void the_chain_goes_on_wherever_a_crash_cut_it() throws IOException {
        sealSome();
        byte[] whole = Files.readAllBytes(file.path());
        Random random = new Random(SEED);
        for (int n = 0; n < 20; n++) {
            Files.write(file.path(), Arrays.copyOf(whole, random.nextInt(whole.length + 1)));
            sealer().sealAll();
            assertThat(Files.readAllBytes(file.path())).isEqualTo(whole);
        }
        store(3);
        sealer().sealAll();
        assertThat(verify(sql()).findings()).isEmpty();
    }

    @Test
    void an_event_that_is_not_committed_yet_is_sealed_when_it_is() throws Exception {
        store(3);
        try (Connection open = Postgres.connect(database)) {
            open.setAutoCommit(false);
            JdbcClient.create(new SingleConnectionDataSource(open, true))
                    .sql("""
                            INSERT INTO event_store.domain_event_entry (event_identifier, aggregate_identifier,
                                sequence_number, type, payload_type, payload, time_stamp)
                            VALUES ('late', 'order/late', 0, 'Order', 'order.urged.v1', '', '')""")
                    .update();
            sealer().sealAll();
            assertThat(verify(sql()).unsealed()).isZero();
            open.commit();
        }
        Report before = verify(sql());
        assertThat(before.findings()).isEmpty();
        assertThat(before.unsealed()).isEqualTo(1);
        sealer().sealAll();
        Report after = verify(sql());
        assertThat(after.findings()).isEmpty();
        assertThat(after.events()).isEqualTo(4);
        assertThat(after.unsealed()).isZero();
    }

    @Test
    void of_several_nodes_one_seals_at_a_time_while_events_come() throws Exception {
        List<SealFile> files = new ArrayList<>();
        try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                SealFile own = new SealFile(folder.resolve("node-" + n + ".txt"));
                files.add(own);
                work.add(() -> {
                    for (int turn = 0; turn < 30; turn++) {
                        sealer(own, keys).sealAll();
                    }
                    return null;
                });
            }
            work.add(() -> {
                for (int turn = 0; turn < 60; turn++) {
                    store(7);
                }
                return null;
            });
            for (var done : nodes.invokeAll(work)) {
                done.get();
            }
        }
        for (SealFile own : files) {
            sealer(own, keys).sealAll();
        }
        assertThat(verify(sql()).findings()).isEmpty();
        for (SealFile own : files) {
            Report report = Verification.of(sql(), keys, own.all(), _ -> {});
            assertThat(report.findings()).isEmpty();
            assertThat(report.events()).isEqualTo(420);
            assertThat(own.all()).isEqualTo(files.getFirst().all());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_store.seal", "event_store.sealed_file", "event_store.subtree"})
    void seals_cannot_be_edited(String table) {
        sealSome();
        for (String edit : List.of("DELETE FROM " + table, "TRUNCATE " + table + " CASCADE")) {
            assertThatThrownBy(() -> Postgres.execute(database, edit))
                    .hasMessageContaining("seals are never changed or deleted");
        }
    }

    /** Nothing is asserted of the time; the figure is for the decision record. */
    @Test
    void many_events_are_verified_in_one_pass() {
        store(FAST);
        long before = System.nanoTime();
        sealer().sealAll();
        double sealing = (System.nanoTime() - before) / 1e9;
        before = System.nanoTime();
        Report report = verify(sql());
        double verifying = (System.nanoTime() - before) / 1e9;
        assertThat(report.findings()).isEmpty();
        assertThat(report.events()).isEqualTo(FAST);
        System.out.printf(
                "sealed %d events in %.1f s (%.0f/s), verified them in %.1f s (%.0f/s)%n",
                FAST, sealing, FAST / sealing, verifying, FAST / verifying);
    }
}
