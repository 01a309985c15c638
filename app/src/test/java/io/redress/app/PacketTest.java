package io.redress.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.record.RecordRead;
import io.redress.app.packet.PacketCheck;
import io.redress.app.packet.PacketCheck.Report;
import io.redress.app.packet.PacketFinding;
import io.redress.app.packet.PacketFinding.Kind;
import io.redress.app.packet.Packets;
import io.redress.command.evidence.EvidenceFiles;
import io.redress.command.evidence.EvidenceFiles.Draft;
import io.redress.command.evidence.EvidenceFiles.Wish;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.seal.SealKeys;
import io.redress.command.seal.SealProofs;
import io.redress.command.seal.Sealer;
import io.redress.command.store.IdempotencyKey;
import io.redress.query.PersonalData;
import io.redress.query.Reader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A packet that holds, and each way to break one. The service and its database are gone when the first is checked. */
class PacketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long FILM = 200L << 20;
    private static final String REASON = "the seam was worn, 接缝已磨损";
    private static final String AGENT = "agent-07";
    private static final String SHOP = "Lanhua Tea Shop";
    private static final SubjectId CASE = SubjectId.returnRequest("E1");
    private static final SubjectId OTHER = SubjectId.returnRequest("E2");
    private static final SubjectId FORGOTTEN = SubjectId.returnRequest("E3");
    private static final SubjectId BY_COMMAND = SubjectId.returnRequest("E5");
    private static final List<String> ALWAYS = List.of(
            "case.json",
            "case.txt",
            "windows.json",
            "events.json",
            "texts.json",
            "documents.json",
            "files.json",
            "parties.json",
            "seal.txt",
            "keys.txt");

    @TempDir
    private static Path folder;

    private static SealKeys keys;
    private static SealKeys published;

    /** What the platform, the consumer and the merchant are given; names and bytes, in order. */
    private static Map<String, byte[]> good;

    private static Map<String, byte[]> earlier;
    private static Map<String, byte[]> other;
    private static Map<String, byte[]> forConsumer;
    private static Map<String, byte[]> otherForConsumer;
    private static Map<String, byte[]> otherForMerchant;
    private static Map<String, byte[]> forgotten;
    private static Map<String, byte[]> byCommand;
    private static Map<String, byte[]> withheldByCommand;
    private static List<RecordRead> readByCommand;
    private static List<String> files;
    private static long heapWhileWriting;

    /** What comes of it where the hashes of the proofs are damaged. */
    private static Throwable damaged;

    @BeforeAll
    static void tell() throws IOException {
        Map<String, Object> settings = Map.of(
                "redress.sandbox",
                true,
                "redress.clock",
                false,
                "redress.seals.folder",
                folder.resolve("seals").toString(),
                "redress.seals.every",
                "1h",
                "redress.evidence.room",
                "1GB",
                "redress.evidence.drafts-of-one-party",
                "300MB");
        String database = Postgres.database();
        try (Node node = Node.inside(database, settings)) {
            node.clock().startAt(Node.EVENING);
            keys = node.bean(SealKeys.class);
            published = SealKeys.believing(keys.verifierKeys());
            node.act("publish-statement", """
                    {'kind': 'party', 'by': 'merchant', 'merchant': 'M1',
                     'content': {'displayName': '%s', 'contacts': [{'role': 'service', 'address': 'x'}]}}""".formatted(SHOP));
            for (String days : List.of("P5D", "P6D")) {
                node.act("publish-plan", """
                        {'merchant': 'M1', 'room': 'L1', 'agreedBy': 'H1',
                         'windows': {'merchant-decide-refund-only': '%s'}}""".formatted(days));
            }
            shownEvidence(node, "E2", 1, 2);
            earlier = packet(node, Reader.PLATFORM, OTHER);
            shownEvidence(node, "E1", 3, 4);
            node.act("decide", """
                    {'return': 'E1', 'orders': 'merchant', 'agent': '%s', 'finding': 'merchant-at-fault',
                     'clause': '6.4.3', 'reasons': 'as the pictures show'}""".formatted(AGENT));
            node.act("disclose-request", "{'return': 'E1'}");
            node.act("disclose", "{'return': 'E1'}");
            shownEvidence(node, "E3", 5, 6);
            good = packet(node, Reader.PLATFORM, CASE);
            other = packet(node, Reader.PLATFORM, OTHER);
            forConsumer = packet(node, Reader.party(Party.consumer("U-E1")), CASE);
            otherForConsumer = packet(node, Reader.party(Party.consumer("U-E2")), OTHER);
            otherForMerchant = packet(node, Reader.party(Party.merchant("M1")), OTHER);
            List<String> uploads = node.sql()
                    .sql("""
                            SELECT c.upload FROM evidence.file f
                            JOIN evidence.content c ON c.party = f.party AND c.sha256 = f.sha256
                            WHERE f.subject = ?""")
                    .param(FORGOTTEN.toString())
                    .query(String.class)
                    .list();
            node.bean(PersonalKeys.class).destroy(FORGOTTEN, uploads);
            forgotten = packet(node, Reader.PLATFORM, FORGOTTEN);
            shownEvidence(node, "E5", 7, 8);
            byCommand = byCommand(node);
            node.act("ask-forgetting", "{'consumer': 'U-E5'}");
            withheldByCommand = byCommand(node);
            readByCommand = node.events().stream()
                    .filter(RecordRead.class::isInstance)
                    .map(RecordRead.class::cast)
                    .filter(read -> read.subject().equals(BY_COMMAND.record()))
                    .toList();
            heapWhileWriting = large(node);
            Postgres.execute(
                    database, "SET session_replication_role = replica; DELETE FROM event_store.seal WHERE number = 1");
            damaged = catchThrowable(() ->
                    PacketCommand.write(node.context(), "returns/" + CASE.key(), keys, folder.resolve("damaged.zip")));
        }
        files = good.keySet().stream().filter(name -> name.startsWith("files/")).toList();
    }

    private static void shownEvidence(Node node, String id, int consumers, int merchants) throws IOException {
        asked(node, id);
        submit(node, id, "consumer", Party.consumer("U-" + id), picture(consumers));
        submit(node, id, "merchant", Party.merchant("M1"), picture(merchants));
    }

    /** A return request on which evidence was asked of both sides. */
    private static void asked(Node node, String id) {
        node.order(id);
        node.act(
                "file-return",
                "{'return': '%s', 'order': '%s', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}"
                        .formatted(id, id));
        node.act("refuse-return", "{'return': '%s', 'reason': '%s'}".formatted(id, REASON));
        node.act("request-intervention", "{'return': '%s'}".formatted(id));
        node.act("open-intervention", "{'return': '%s', 'agent': '%s'}".formatted(id, AGENT));
        node.act("request-evidence", "{'return': '%s', 'from': ['merchant', 'consumer']}".formatted(id));
    }

    private static void submit(Node node, String id, String by, Party party, byte[] bytes) throws IOException {
        submit(node, id, by, party, "image/png", bytes.length, new ByteArrayInputStream(bytes));
    }

    private static void submit(Node node, String id, String by, Party party, String type, long size, InputStream bytes)
            throws IOException {
        EvidenceFiles evidence = node.bean(EvidenceFiles.class);
        SubjectId of = SubjectId.returnRequest(id);
        String file = evidence.stage(
                        new Wish(of, new Parties("U-" + id, "M1", "H1", "L1"), party, type, size, null),
                        new IdempotencyKey("tests", id + by, "1"))
                .id();
        Draft draft = evidence.find(of, file).orElseThrow();
        assertThat(evidence.append(of, draft, 0, bytes)).isPresent();
        node.act("submit-evidence", "{'return': '%s', 'by': '%s', 'files': ['%s']}".formatted(id, by, file));
    }

    private static byte[] picture(int seed) throws IOException {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
        Random dots = new Random(seed);
        for (int n = 0; n < 10_000; n++) {
            image.setRGB(n / 100, n % 100, dots.nextInt());
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, "png", written)).isTrue();
        return written.toByteArray();
    }

    private static Map<String, byte[]> packet(Node node, Reader reader, SubjectId of) throws IOException {
        awaitSealed(node);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        node.bean(Packets.class).of(reader, of).write(keys, out);
        return unzipped(out.toByteArray());
    }

    /** As {@code ./redress packet} writes it. */
    private static Map<String, byte[]> byCommand(Node node) throws IOException {
        awaitSealed(node);
        Path file = folder.resolve("by-command.zip");
        PacketCommand.write(node.context(), "returns/" + BY_COMMAND.key(), keys, file);
        return unzipped(Files.readAllBytes(file));
    }

    private static Map<String, byte[]> unzipped(byte[] written) throws IOException {
        Map<String, byte[]> packet = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(written))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                packet.put(entry.getName(), zip.readAllBytes());
            }
        }
        return packet;
    }

    private static void awaitSealed(Node node) {
        node.awaitSheets();
        long last = node.sql()
                .sql("SELECT max(global_index) FROM event_store.domain_event_entry")
                .query(Long.class)
                .single();
        await().atMost(PATIENCE).until(() -> {
            node.bean(Sealer.class).sealAll();
            return new SealProofs(node.sql())
                    .last()
                    .filter(by -> by.seal().lastEvent() >= last)
                    .isPresent();
        });
    }

    @Test
    void where_nothing_can_be_proved_no_file_is_left_and_a_whole_one_is_for_its_owner() throws IOException {
        assertThat(damaged).isInstanceOf(Sealer.Disagreement.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .contains("by-command.zip")
                    .noneMatch(name -> name.equals("damaged.zip") || name.endsWith(".part"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("by-command.zip"))))
                .isEqualTo("rw-------");
    }

    // ---- a film

    /** Writes the packet of a case with a film of the largest size; how much more lived on the heap in the midst of it. */
    private static long large(Node node) throws IOException {
        asked(node, "E4");
        byte[] head = ByteBuffer.allocate(40)
                .putInt(24)
                .put("ftypisom\0\0\2\0isommp42".getBytes(ISO_8859_1))
                .putInt(8)
                .put("moov".getBytes(ISO_8859_1))
                .putInt(Math.toIntExact(FILM - 32))
                .put("mdat".getBytes(ISO_8859_1))
                .array();
        submit(
                node,
                "E4",
                "merchant",
                Party.merchant("M1"),
                "video/mp4",
                FILM,
                new SequenceInputStream(new ByteArrayInputStream(head), new Zeros(FILM - head.length)));
        awaitSealed(node);
        long before = heap();
        try (Watched out = new Watched(Files.newOutputStream(folder.resolve("film.zip")))) {
            node.bean(Packets.class)
                    .of(Reader.SERVICE, SubjectId.returnRequest("E4"))
                    .write(keys, out);
            return out.seen - before;
        }
    }

    /** What lives on the heap. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int some = (int) Math.min(length, left);
            Arrays.fill(into, offset, offset + some, (byte) 0);
            left -= some;
            return some;
        }
    }

    /** Looks at the heap when three quarters of the film have gone. */
    private static final class Watched extends FilterOutputStream {
        private long gone;
        private long seen;

        Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            gone += length;
            if (seen == 0 && gone > FILM / 4 * 3) {
                seen = heap();
            }
        }
    }

    @Test
    void a_film_of_the_largest_size_passes_through_a_small_memory_in_and_out() throws Exception {
        assertThat(Files.size(folder.resolve("film.zip"))).isGreaterThan(FILM);
        assertThat(heapWhileWriting).isLessThan(50 << 20);
        Process verify = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.redress.app.Redress",
                        "verify",
                        folder.resolve("film.zip").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(verify.getInputStream().readAllBytes(), UTF_8);
        assertThat(verify.waitFor()).as(said).isZero();
        assertThat(said).contains("1 files").contains("The packet holds.");
    }

    // ---- a file of its own for each check

    private static byte[] zipped(Map<String, byte[]> packet) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> member : packet.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static Report checked(byte[] packet, SealKeys believed) {
        try {
            return PacketCheck.of(Files.write(folder.resolve("packet.zip"), packet), believed);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Report checked(Map<String, byte[]> packet) {
        return checked(zipped(packet), published);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** With a list of contents as the platform would sign it, or whoever has this key. */
    private static Map<String, byte[]> signed(Map<String, byte[]> packet, SealKeys by) {
        Map<String, byte[]> all = new LinkedHashMap<>(packet);
        List<String> before =
                new String(packet.get("manifest.txt"), UTF_8).lines().limit(6).toList();
        StringBuilder text = new StringBuilder(String.join("\n", before)).append('\n');
        new TreeMap<>(packet).forEach((name, bytes) -> {
            if (!name.equals("manifest.txt")) {
                text.append(sha256(bytes)).append("  ").append(name).append('\n');
            }
        });
        all.put("manifest.txt", by.sign(text.toString()).getBytes(UTF_8));
        return all;
    }

    // ---- those in other words

    /** As a version would have made it whose sentences are others. */
    private static Map<String, byte[]> inOtherWords(Map<String, byte[]> packet) {
        Map<String, byte[]> all = new LinkedHashMap<>(packet);
        all.put(
                "manifest.txt",
                new String(packet.get("manifest.txt"), UTF_8)
                        .replaceFirst("\nwords [0-9a-f]{64}\n", "\nwords " + "0".repeat(64) + "\n")
                        .getBytes(UTF_8));
        return signed(all, keys);
    }

    @Test
    void of_a_packet_in_other_words_the_data_is_compared_and_the_words_are_not() {
        Map<String, byte[]> otherText = put(good, "case.txt", "in other words");
        assertThat(checked(signed(otherText, keys)).findings())
                .extracting(PacketFinding::kind)
                .containsExactly(Kind.CASE_TEXT_SAYS_OTHER);
        Report report = checked(inOtherWords(otherText));
        assertThat(report.findings()).isEmpty();
        assertThat(report.wordsCompared()).isFalse();
        assertThat(checked(good).wordsCompared()).isTrue();

        JsonNode file = JSON.readTree(good.get("case.json"));
        int refused = 0;
        while (!file.at("/entries/" + refused + "/event").asString("").equals("return.refused.v1")) {
            refused++;
        }
        ((ObjectNode) file.at("/entries/" + refused + "/summary")).put("en", "The merchant said no.");
        Map<String, byte[]> otherSummary = put(good, "case.json", file.toString());
        assertThat(checked(inOtherWords(otherSummary)).findings()).isEmpty();
        ((ObjectNode) file.at("/entries/" + refused + "/facts")).put("reason", "none");
        assertThat(checked(inOtherWords(put(good, "case.json", file.toString())))
                        .findings())
                .extracting(PacketFinding::kind)
                .containsExactly(Kind.ENTRY_SAYS_OTHER);
    }

    // ---- those that hold

    static Stream<Map<String, byte[]>> sound() {
        return Stream.of(good, earlier, other, forConsumer, otherForConsumer, otherForMerchant, forgotten);
    }

    @ParameterizedTest
    @MethodSource("sound")
    void a_packet_holds_without_the_service(Map<String, byte[]> packet) {
        Report report = checked(packet);
        assertThat(report.findings()).isEmpty();
        assertThat(report.proven()).isPositive();
        assertThat(report.unsealed()).isZero();
        assertThat(report.files()).isEqualTo(2);
    }

    @Test
    void the_platform_is_told_every_event_and_text_with_its_proof() {
        Report report = checked(good);
        assertThat(report.proven()).isEqualTo(json(good, "events.json").size());
        assertThat(report.withheld()).isZero();
        assertThat(report.texts()).isEqualTo(3);
        assertThat(report.untold()).isZero();
        assertThat(report.subject()).isEqualTo("return/E1");
        assertThat(new String(good.get("case.txt"), UTF_8))
                .contains(
                        REASON,
                        "WHAT HAPPENED",
                        "经过",
                        "处理决定",
                        "return request E1 · 退换货申请 E1",
                        "state · 状态: decided by the platform · 平台已作决定",
                        "who must perform · 须履行的一方: merchant M1 · 商家 M1",
                        "who was at fault · 责任认定: the merchant is at fault · 商家责任",
                        "to be paid back · 应退还: nothing · 无",
                        "second person · 复核客服: nobody · 无",
                        "    举证：商家 M1；已按期履行\n")
                .doesNotContain("merchant:M1", "merchant-at-fault", "\"orders\"");
        assertThat(json(good, "documents.json").at("/documents/0/version").intValue())
                .isEqualTo(2);
        assertThat(json(good, "documents.json").get("calendar")).isNotNull();
    }

    @Test
    void a_party_is_told_what_its_case_file_tells_and_the_rest_as_hashes() {
        Report report = checked(forConsumer);
        assertThat(report.withheld()).isPositive();
        assertThat(report.proven() + report.withheld())
                .isEqualTo(json(forConsumer, "events.json").size());
        assertThat(text(good)).contains(AGENT);
        assertThat(text(forConsumer)).contains(REASON, "as the pictures show").doesNotContain(AGENT);
        assertThat(events(forConsumer)).contains("return.refused.v1").doesNotContain(AGENT);
    }

    @Test
    void who_the_others_are_is_for_the_platform_and_for_a_consumer_who_was_told() {
        assertThat(new String(good.get("parties.json"), UTF_8)).contains(SHOP);
        assertThat(new String(forConsumer.get("parties.json"), UTF_8)).contains(SHOP);
        assertThat(new String(otherForMerchant.get("parties.json"), UTF_8)).contains(SHOP);
        assertThat(json(otherForConsumer, "parties.json")).isEmpty();
    }

    @Test
    void what_was_forgotten_is_said_to_be_and_breaks_no_proof() {
        Report report = checked(forgotten);
        assertThat(report.untold()).isEqualTo(3);
        assertThat(report.texts()).isZero();
        assertThat(forgotten.keySet()).noneMatch(name -> name.startsWith("files/"));
        assertThat(text(forgotten)).doesNotContain(REASON).contains(PersonalData.State.DESTROYED.instead());
    }

    /** Whoever has a shell is no reader of another kind: what two must open is withheld, and what is shown is recorded. */
    @Test
    void the_command_reads_as_the_platform_and_is_recorded() {
        assertThat(text(byCommand)).contains(REASON);
        assertThat(byCommand.keySet()).anyMatch(name -> name.startsWith("files/"));
        assertThat(new String(byCommand.get("manifest.txt"), UTF_8))
                .contains("platform")
                .doesNotContain("service");

        Report withheld = checked(withheldByCommand);
        assertThat(withheld.findings()).isEmpty();
        assertThat(withheld.texts()).isZero();
        assertThat(text(withheldByCommand)).doesNotContain(REASON).contains(PersonalData.State.RESTRICTED.instead());
        assertThat(withheldByCommand.keySet()).noneMatch(name -> name.startsWith("files/"));

        // the first packet alone showed anything
        assertThat(readByCommand).singleElement().satisfies(read -> {
            assertThat(read.by()).isEqualTo(Party.PLATFORM);
            assertThat(read.opening()).isNull();
        });
    }

    // ---- those that were broken

    private record Breaking(String name, Map<String, byte[]> packet, Kind found, String where) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static JsonNode json(Map<String, byte[]> packet, String name) {
        return JSON.readTree(packet.get(name));
    }

    /** All that is text in it. */
    private static String text(Map<String, byte[]> packet) {
        StringBuilder text = new StringBuilder();
        ALWAYS.forEach(name -> text.append(new String(packet.get(name), UTF_8)));
        return text.toString();
    }

    /** What was stored of its events. */
    private static String events(Map<String, byte[]> packet) {
        StringBuilder text = new StringBuilder();
        for (JsonNode event : json(packet, "events.json")) {
            JsonNode row = event.get("row");
            text.append(row.path("name").asString(""))
                    .append(new String(
                            Base64.getDecoder().decode(row.path("payload").asString("")), UTF_8));
        }
        return text.toString();
    }

    private static Map<String, byte[]> with(String name, byte[] bytes) {
        Map<String, byte[]> packet = new LinkedHashMap<>(good);
        packet.put(name, bytes);
        return packet;
    }

    private static Map<String, byte[]> without(String name) {
        Map<String, byte[]> packet = new LinkedHashMap<>(good);
        packet.remove(name);
        return packet;
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static Map<String, byte[]> edited(Map<String, byte[]> packet, String name, Consumer<JsonNode> edit) {
        Map<String, byte[]> changed = new LinkedHashMap<>(packet);
        JsonNode tree = json(packet, name);
        edit.accept(tree);
        changed.put(name, (tree.toPrettyString() + "\n").getBytes(UTF_8));
        return changed;
    }

    /** As the platform itself could cheat, which signs what it made. */
    private static Breaking cheat(String name, Kind found, String where, String member, Consumer<JsonNode> edit) {
        return new Breaking(name, signed(edited(good, member, edit), keys), found, where);
    }

    private static ObjectNode at(JsonNode tree, String pointer) {
        return (ObjectNode) tree.at(pointer);
    }

    private static void replace(JsonNode tree, String pointer, String field, UnaryOperator<String> change) {
        ObjectNode node = at(tree, pointer);
        node.put(field, change.apply(node.get(field).stringValue()));
    }

    private static void swap(ArrayNode list, int one, int two) {
        JsonNode first = list.get(one).deepCopy();
        list.set(one, list.get(two).deepCopy());
        list.set(two, first);
    }

    private static String position(int event) {
        return json(good, "events.json").get(event).get("position").asString();
    }

    /** Which event of the case file this is, counted from 0. */
    private static int entry(String name) {
        int n = 0;
        for (JsonNode entry : json(good, "case.json").get("entries")) {
            if (entry.get("event").stringValue().equals(name)) {
                return n;
            }
            n++;
        }
        throw new AssertionError(name);
    }

    private static String another(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        return Base64.getEncoder().encodeToString(flipped(bytes, bytes.length / 2));
    }

    private static String digest(int text) {
        return json(good, "texts.json").get(text).get("digest").stringValue();
    }

    private static String id(String file) {
        return file.substring("files/".length());
    }

    /** By somebody who has no key. */
    static Stream<Breaking> byOthers() {
        Stream.Builder<Breaking> all = Stream.builder();
        for (String name : ALWAYS) {
            byte[] bytes = good.get(name);
            all.add(new Breaking(
                    "a bit of " + name, with(name, flipped(bytes, bytes.length / 2)), Kind.CONTENT_CHANGED, name));
            all.add(new Breaking(name + " cut", with(name, new byte[0]), Kind.CONTENT_CHANGED, name));
            all.add(new Breaking(name + " removed", without(name), Kind.CONTENT_MISSING, name));
            all.add(new Breaking(
                    name + " of another case", with(name, other.get(name).clone()), Kind.CONTENT_CHANGED, name));
        }
        String file = files.getFirst();
        byte[] manifest = good.get("manifest.txt");
        SealKeys own = SealKeys.signing(SealKeys.newSecret("redress"), List.of());
        Map<String, byte[]> reSealed =
                with("seal.txt", own.sign(noteText("seal.txt")).getBytes(UTF_8));
        return Stream.concat(
                // keys.txt is the same in every packet of a platform
                all.build()
                        .filter(it -> !it.name().equals("keys.txt of another case")
                                && !it.name().equals("seal.txt of another case")
                                && !it.name().equals("parties.json of another case")
                                && !it.name().equals("documents.json of another case")),
                Stream.of(
                        new Breaking(
                                "a byte of evidence",
                                with(file, flipped(good.get(file), 5_000)),
                                Kind.FILE_BYTES_CHANGED,
                                id(file)),
                        new Breaking("evidence removed", without(file), Kind.CONTENT_MISSING, file),
                        new Breaking(
                                "evidence exchanged",
                                with(file, good.get(files.getLast())),
                                Kind.FILE_BYTES_CHANGED,
                                id(file)),
                        new Breaking("list removed", without("manifest.txt"), Kind.CONTENT_MISSING, "manifest.txt"),
                        new Breaking(
                                "a bit of the list",
                                with("manifest.txt", flipped(manifest, 200)),
                                Kind.LIST_UNSIGNED,
                                "manifest.txt"),
                        new Breaking(
                                "list cut",
                                with("manifest.txt", beginning(manifest, 300)),
                                Kind.LIST_UNSIGNED,
                                "manifest.txt"),
                        new Breaking(
                                "list of another case",
                                with("manifest.txt", other.get("manifest.txt")),
                                Kind.LIST_OF_ANOTHER,
                                "manifest.txt"),
                        new Breaking("list by another key", signed(good, own), Kind.LIST_UNSIGNED, "manifest.txt"),
                        new Breaking("seal by another key", reSealed, Kind.SEAL_UNSIGNED, "seal.txt"),
                        new Breaking(
                                "all by another key, which is in it",
                                signed(put(reSealed, "keys.txt", String.join("\n", own.verifierKeys()) + "\n"), own),
                                Kind.SEAL_UNSIGNED,
                                "seal.txt"),
                        new Breaking("something more", with("more.txt", new byte[9]), Kind.CONTENT_UNKNOWN, "more.txt"),
                        new Breaking(
                                "a file more",
                                with("files/fil_more", new byte[9]),
                                Kind.CONTENT_UNKNOWN,
                                "files/fil_more"),
                        new Breaking(
                                "a way out",
                                with("../../etc/passwd", new byte[9]),
                                Kind.CONTENT_UNKNOWN,
                                "../../etc/passwd"),
                        new Breaking(
                                "a way out from the files",
                                with("files/../../evil", new byte[9]),
                                Kind.CONTENT_UNKNOWN,
                                "files/../../evil"),
                        new Breaking("a folder", with("files/", new byte[0]), Kind.CONTENT_UNKNOWN, "files/"),
                        new Breaking(
                                "signs for the terminal",
                                with("\u001b[2Jgood", new byte[9]),
                                Kind.CONTENT_UNKNOWN,
                                "?[2Jgood")));
    }

    private static byte[] beginning(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    private static Map<String, byte[]> put(Map<String, byte[]> packet, String name, String text) {
        Map<String, byte[]> all = new LinkedHashMap<>(packet);
        all.put(name, text.getBytes(UTF_8));
        return all;
    }

    private static String noteText(String name) {
        String note = new String(good.get(name), UTF_8);
        return note.substring(0, note.lastIndexOf("\n\n") + 1);
    }

    /** By whoever has the platform's key. */
    static Stream<Breaking> byThePlatform() {
        int refused = entry("return.refused.v1");
        int decided = entry("intervention.decided.v1");
        String ofRefused = "/" + refused;
        String where = position(refused);
        String file = id(files.getFirst());
        int document = json(good, "events.json").size() - 1;
        return Stream.of(
                cheat(
                        "payload",
                        Kind.EVENT_CHANGED,
                        where,
                        "events.json",
                        tree -> replace(tree, ofRefused + "/row", "payload", PacketTest::another)),
                cheat(
                        "stored name",
                        Kind.EVENT_CHANGED,
                        where,
                        "events.json",
                        tree -> replace(tree, ofRefused + "/row", "name", _ -> "return.accepted.v1")),
                cheat(
                        "time",
                        Kind.EVENT_CHANGED,
                        where,
                        "events.json",
                        tree -> replace(tree, ofRefused + "/row", "time", time -> time.replace('1', '2'))),
                cheat(
                        "time of storing",
                        Kind.EVENT_CHANGED,
                        where,
                        "events.json",
                        tree -> replace(tree, ofRefused + "/row", "recordedAt", time -> time + "1")),
                cheat(
                        "number in the history",
                        Kind.EVENT_CHANGED,
                        where,
                        "events.json",
                        tree -> at(tree, ofRefused + "/row").put("sequence", 7)),
                cheat(
                        "aggregate",
                        Kind.EVENT_OF_ANOTHER,
                        where,
                        "events.json",
                        tree -> replace(tree, ofRefused + "/row", "aggregate", _ -> OTHER.toString())),
                cheat(
                        "who did it",
                        Kind.EVENT_CHANGED,
                        where,
                        "events.json",
                        tree -> replace(tree, ofRefused + "/row", "metaDataHash", PacketTest::another)),
                cheat(
                        "no Base64",
                        Kind.EVENT_CHANGED,
                        where,
                        "events.json",
                        tree -> replace(tree, ofRefused + "/row", "payload", _ -> "§")),
                cheat(
                        "place of a row",
                        Kind.EVENT_CHANGED,
                        where,
                        "events.json",
                        tree -> at(tree, ofRefused + "/row").put("position", 1)),
                cheat(
                        "hash of a proof",
                        Kind.EVENT_UNPROVEN,
                        where,
                        "events.json",
                        tree -> ((ArrayNode) tree.at(ofRefused + "/proof/path"))
                                .set(0, json(good, "events.json").at(ofRefused + "/proof/hash"))),
                cheat(
                        "leaf of a proof",
                        Kind.EVENT_UNPROVEN,
                        where,
                        "events.json",
                        tree -> at(tree, ofRefused + "/proof")
                                .put("leaf", tree.at(ofRefused + "/proof/leaf").intValue() ^ 1)),
                cheat(
                        "a shorter proof",
                        Kind.EVENT_UNPROVEN,
                        where,
                        "events.json",
                        tree -> ((ArrayNode) tree.at(ofRefused + "/proof/path")).remove(0)),
                cheat(
                        "no proof",
                        Kind.EVENT_UNPROVEN,
                        where,
                        "events.json",
                        tree -> at(tree, ofRefused).putNull("proof")),
                cheat(
                        "proof of another event",
                        Kind.EVENT_CHANGED,
                        where,
                        "events.json",
                        tree -> at(tree, ofRefused)
                                .set("proof", tree.get(refused + 1).get("proof").deepCopy())),
                cheat(
                        "event of another case",
                        Kind.EVENT_OF_ANOTHER,
                        otherPosition(),
                        "events.json",
                        tree -> ((ArrayNode) tree)
                                .insert(0, json(other, "events.json").get(0))),
                cheat(
                        "event removed",
                        Kind.EVENT_MISSING,
                        where,
                        "events.json",
                        tree -> ((ArrayNode) tree).remove(refused)),
                cheat(
                        "entry removed",
                        Kind.EVENT_UNKNOWN,
                        where,
                        "case.json",
                        tree -> ((ArrayNode) tree.get("entries")).remove(refused)),
                new Breaking(
                        "event removed with its entry",
                        signed(
                                edited(
                                        edited(good, "events.json", tree -> ((ArrayNode) tree).remove(refused)),
                                        "case.json",
                                        tree -> ((ArrayNode) tree.get("entries")).remove(refused)),
                                keys),
                        Kind.EVENT_OMITTED,
                        position(refused + 1)),
                cheat(
                        "events swapped",
                        Kind.EVENT_OUT_OF_ORDER,
                        where,
                        "events.json",
                        tree -> swap((ArrayNode) tree, refused, refused + 1)),
                cheat(
                        "entries swapped",
                        Kind.EVENT_OUT_OF_ORDER,
                        where,
                        "case.json",
                        tree -> swap((ArrayNode) tree.get("entries"), refused, refused + 1)),
                cheat(
                        "event twice",
                        Kind.EVENT_OUT_OF_ORDER,
                        where,
                        "events.json",
                        tree -> ((ArrayNode) tree)
                                .insert(refused, tree.get(refused).deepCopy())),
                cheat(
                        "what an entry says",
                        Kind.ENTRY_SAYS_OTHER,
                        where,
                        "case.json",
                        tree -> at(tree, "/entries" + ofRefused + "/facts").put("reason", "other")),
                cheat(
                        "who an entry says did it",
                        Kind.ENTRY_SAYS_OTHER,
                        where,
                        "case.json",
                        tree -> at(tree, "/entries" + ofRefused).put("by", "consumer:U-E1")),
                cheat(
                        "when an entry says it was",
                        Kind.ENTRY_SAYS_OTHER,
                        where,
                        "case.json",
                        tree -> at(tree, "/entries" + ofRefused).put("at", "2024-11-12T20:00:01+08:00")),
                cheat(
                        "what an entry says in Chinese",
                        Kind.ENTRY_SAYS_OTHER,
                        where,
                        "case.json",
                        tree -> at(tree, "/entries" + ofRefused + "/summary").put("zh", "同意")),
                cheat(
                        "what an entry says of windows",
                        Kind.ENTRY_SAYS_OTHER,
                        where,
                        "case.json",
                        tree -> at(tree, "/entries" + ofRefused).set("changes", JSON.createArrayNode())),
                cheat(
                        "a text",
                        Kind.TEXT_CHANGED,
                        digest(0),
                        "texts.json",
                        tree -> at(tree, "/0").put("text", "another reason")),
                cheat(
                        "a salt",
                        Kind.TEXT_CHANGED,
                        digest(0),
                        "texts.json",
                        tree -> replace(tree, "/0", "salt", PacketTest::another)),
                cheat(
                        "a part of the text in the salt",
                        Kind.TEXT_CHANGED,
                        digest(0),
                        "texts.json",
                        PacketTest::moveInto),
                cheat(
                        "no salt",
                        Kind.TEXT_CHANGED,
                        digest(0),
                        "texts.json",
                        tree -> at(tree, "/0").putNull("salt")),
                cheat(
                        "a text removed",
                        Kind.TEXT_MISSING,
                        digest(0),
                        "texts.json",
                        tree -> ((ArrayNode) tree).remove(0)),
                cheat("texts swapped", Kind.TEXT_CHANGED, digest(0), "texts.json", tree -> {
                    String first = tree.at("/0/digest").stringValue();
                    at(tree, "/0").put("digest", tree.at("/1/digest").stringValue());
                    at(tree, "/1").put("digest", first);
                }),
                cheat(
                        "a text of nothing",
                        Kind.TEXT_UNKNOWN,
                        digestOfNothing(),
                        "texts.json",
                        tree -> ((ArrayNode) tree)
                                .add(((ObjectNode) tree.get(0).deepCopy()).put("digest", digestOfNothing()))),
                cheat(
                        "a text said to be something else",
                        Kind.TEXT_CHANGED,
                        digest(0),
                        "texts.json",
                        tree -> at(tree, "/0").putNull("salt").putNull("text").put("instead", "nothing of note")),
                cheat(
                        "a text said to be destroyed",
                        Kind.ENTRY_SAYS_OTHER,
                        where,
                        "texts.json",
                        tree -> at(tree, "/0")
                                .putNull("salt")
                                .putNull("text")
                                .put("instead", PersonalData.State.DESTROYED.instead())),
                new Breaking(
                        "a text wherever it stands",
                        signed(
                                put(
                                        put(good, "texts.json", replaced("texts.json")),
                                        "case.json",
                                        replaced("case.json")),
                                keys),
                        Kind.TEXT_CHANGED,
                        digest(0)),
                cheat(
                        "a decision",
                        Kind.DECISION_SAYS_OTHER,
                        "decision",
                        "case.json",
                        tree -> at(tree, "/decision").put("orders", "none")),
                cheat(
                        "when it was decided",
                        Kind.DECISION_SAYS_OTHER,
                        "decision",
                        "case.json",
                        tree -> at(tree, "/decision").put("at", "2024-11-12T20:00:01+08:00")),
                cheat(
                        "no decision",
                        Kind.DECISION_SAYS_OTHER,
                        "decision",
                        "case.json",
                        tree -> ((ObjectNode) tree).putNull("decision")),
                cheat(
                        "an appeal that was none",
                        Kind.DECISION_SAYS_OTHER,
                        "appeal",
                        "case.json",
                        tree -> ((ObjectNode) tree)
                                .set("appeal", tree.get("decision").deepCopy())),
                cheat(
                        "the event of the decision withheld and another entry",
                        Kind.DECISION_SAYS_OTHER,
                        "decision",
                        "case.json",
                        tree -> at(tree, "/entries/" + decided + "/facts").put("orders", "none")),
                cheat(
                        "row of a file",
                        Kind.FILE_CHANGED,
                        file,
                        "files.json",
                        tree -> at(tree, "/0/row").put("party", "merchant:M2")),
                cheat(
                        "hash of a file",
                        Kind.FILE_UNKNOWN,
                        file,
                        "files.json",
                        tree -> at(tree, "/0/row").put("sha256", "0".repeat(64))),
                cheat(
                        "case of a file",
                        Kind.FILE_OF_ANOTHER,
                        file,
                        "files.json",
                        tree -> at(tree, "/0/row").put("subject", OTHER.toString())),
                cheat(
                        "piece of a file",
                        Kind.FILE_CHANGED,
                        file,
                        "files.json",
                        tree -> at(tree, "/0/row/pieces/0").put("sha256", "0".repeat(64))),
                cheat(
                        "proof of a file",
                        Kind.FILE_UNPROVEN,
                        file,
                        "files.json",
                        tree -> at(tree, "/0/proof").put("leaf", 0)),
                cheat(
                        "no proof of a file",
                        Kind.FILE_UNPROVEN,
                        file,
                        "files.json",
                        tree -> at(tree, "/0").putNull("proof")),
                cheat("file not listed", Kind.FILE_MISSING, file, "files.json", tree -> ((ArrayNode) tree).remove(0)),
                cheat(
                        "file listed twice",
                        Kind.CONTENT_TWICE,
                        file,
                        "files.json",
                        tree -> ((ArrayNode) tree).add(tree.get(0).deepCopy())),
                cheat(
                        "file said to be destroyed",
                        Kind.FILE_BYTES_CHANGED,
                        file,
                        "files.json",
                        tree -> at(tree, "/0").put("instead", PersonalData.State.DESTROYED.instead())),
                new Breaking(
                        "other bytes",
                        signed(with(files.getFirst(), good.get(files.getLast())), keys),
                        Kind.FILE_BYTES_CHANGED,
                        file),
                cheat(
                        "another time limit",
                        Kind.WINDOW_SAYS_OTHER,
                        "return/E1",
                        "windows.json",
                        tree -> at(tree, "/0").put("dueAt", "2030-01-01T00:00:00+08:00")),
                cheat(
                        "no explanations",
                        Kind.WINDOW_SAYS_OTHER,
                        "return/E1",
                        "windows.json",
                        tree -> ((ArrayNode) tree).removeAll()),
                cheat(
                        "no document",
                        Kind.DOCUMENT_MISSING,
                        "plan/",
                        "documents.json",
                        tree -> ((ArrayNode) tree.get("documents")).removeAll()),
                cheat(
                        "another version",
                        Kind.DOCUMENT_OF_ANOTHER,
                        "@1",
                        "documents.json",
                        tree -> at(tree, "/documents/0").put("version", 1)),
                cheat(
                        "another document",
                        Kind.DOCUMENT_OF_ANOTHER,
                        "plan/",
                        "documents.json",
                        tree -> at(tree, "/documents/0").put("event", Long.parseLong(where))),
                cheat(
                        "what a document says",
                        Kind.EVENT_CHANGED,
                        position(document),
                        "events.json",
                        tree -> replace(tree, "/" + document + "/row", "payload", PacketTest::another)),
                new Breaking(
                        "the plain text",
                        signed(put(good, "case.txt", "all is well"), keys),
                        Kind.CASE_TEXT_SAYS_OTHER,
                        "case.txt"),
                new Breaking(
                        "an older seal",
                        signed(with("seal.txt", earlier.get("seal.txt")), keys),
                        Kind.SEAL_OF_ANOTHER,
                        "seal.txt"),
                new Breaking(
                        "an older seal that leads nowhere",
                        signed(with("seal.txt", earlier.get("seal.txt")), keys),
                        Kind.EVENT_UNPROVEN,
                        where),
                new Breaking(
                        "a seal that is none",
                        signed(put(good, "seal.txt", keys.sign("redress\n1\n")), keys),
                        Kind.CONTENT_ILL_FORMED,
                        "seal.txt"),
                new Breaking(
                        "no JSON", signed(put(good, "case.json", "{"), keys), Kind.CONTENT_ILL_FORMED, "case.json"),
                new Breaking(
                        "JSON without end",
                        signed(put(good, "events.json", "[".repeat(100_000)), keys),
                        Kind.CONTENT_ILL_FORMED,
                        "events.json"),
                new Breaking(
                        "a field twice",
                        signed(
                                put(good, "documents.json", "{\"documents\":[],\"documents\":[],\"calendar\":[]}"),
                                keys),
                        Kind.CONTENT_ILL_FORMED,
                        "documents.json"),
                new Breaking(
                        "JSON of another kind",
                        signed(put(good, "files.json", "{}"), keys),
                        Kind.CONTENT_ILL_FORMED,
                        "files.json"),
                cheat(
                        "a field that is not known",
                        Kind.CONTENT_ILL_FORMED,
                        "events.json",
                        "events.json",
                        tree -> at(tree, "/0").put("note", "x")),
                cheat(
                        "a hole",
                        Kind.CONTENT_ILL_FORMED,
                        "events.json",
                        "events.json",
                        tree -> at(tree, "/0/row").putNull("payload")),
                cheat(
                        "an event that is none",
                        Kind.CONTENT_ILL_FORMED,
                        "events.json",
                        "events.json",
                        tree -> ((ArrayNode) tree).addNull()),
                cheat(
                        "case of another",
                        Kind.LIST_OF_ANOTHER,
                        "manifest.txt",
                        "case.json",
                        tree -> ((ObjectNode) tree).put("subject", OTHER.toString())));
    }

    private static void moveInto(JsonNode tree) {
        ObjectNode text = at(tree, "/0");
        byte[] salt = Base64.getDecoder().decode(text.get("salt").stringValue());
        String said = text.get("text").stringValue();
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.writeBytes(salt);
        longer.writeBytes(said.substring(0, 1).getBytes(UTF_8));
        text.put("salt", Base64.getEncoder().encodeToString(longer.toByteArray()));
        text.put("text", said.substring(1));
    }

    private static String replaced(String name) {
        return new String(good.get(name), UTF_8).replace(REASON, "as good as new");
    }

    private static String digestOfNothing() {
        return Base64.getEncoder().encodeToString(new byte[32]);
    }

    private static String otherPosition() {
        return json(other, "events.json").get(0).get("position").asString();
    }

    static Stream<Breaking> breakings() {
        return Stream.concat(byOthers(), byThePlatform());
    }

    @ParameterizedTest
    @MethodSource("breakings")
    void a_packet_that_was_broken_is_rejected_for_what_was_broken(Breaking breaking) {
        assertThat(checked(breaking.packet()).findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(breaking.found());
            assertThat(finding.where()).contains(breaking.where());
        });
    }

    @Test
    void there_are_more_than_a_hundred_ways_to_break_it_and_each_reason_is_one_of_them() {
        assertThat(breakings()).hasSizeGreaterThan(100);
        assertThat(Stream.concat(
                                breakings().map(Breaking::found),
                                Stream.of(Kind.NO_PACKET, Kind.DAMAGED, Kind.TOO_LARGE, Kind.AMBIGUOUS))
                        .distinct())
                .containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void a_key_that_is_not_believed_signs_nothing() {
        SealKeys others = SealKeys.signing(SealKeys.newSecret("redress"), List.of());
        assertThat(checked(zipped(good), SealKeys.believing(others.verifierKeys()))
                        .findings())
                .extracting(PacketFinding::kind)
                .containsExactlyInAnyOrder(Kind.LIST_UNSIGNED, Kind.SEAL_UNSIGNED);
    }

    // ---- tricks with the file itself

    private record Trick(String name, byte[] bytes, Kind found) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trick> tricks() throws IOException {
        byte[] whole = zipped(good);
        byte[] more = zipped(Map.of("more.txt", new byte[9]));
        byte[] forged = zipped(with("case.txt", "all is well".getBytes(UTF_8)));
        Map<String, byte[]> twice = with("case.jsoX", "{}".getBytes(UTF_8));
        Map<String, byte[]> twiceAfter = new LinkedHashMap<>(Map.of("manifest.txX", new byte[3]));
        twiceAfter.putAll(good);
        byte[] commented = whole.clone();
        commented[commented.length - 2] = 4;
        return Stream.of(
                new Trick("nothing", new byte[0], Kind.NO_PACKET),
                new Trick("no archive", "all is well".repeat(100).getBytes(UTF_8), Kind.NO_PACKET),
                new Trick("an archive of something else", more, Kind.NO_PACKET),
                new Trick("a half", beginning(whole, whole.length / 2), Kind.DAMAGED),
                new Trick("the end cut off", beginning(whole, whole.length - 10), Kind.DAMAGED),
                new Trick("a byte of what is packed", flipped(whole, 200), Kind.DAMAGED),
                new Trick("something before it", joined("MZ".getBytes(UTF_8), whole), Kind.NO_PACKET),
                new Trick("another archive behind it", joined(whole, more), Kind.AMBIGUOUS),
                new Trick("another archive before it", joined(more, whole), Kind.NO_PACKET),
                new Trick("another one with the same names behind it", joined(whole, forged), Kind.AMBIGUOUS),
                new Trick("another one with the same names before it", joined(forged, whole), Kind.AMBIGUOUS),
                new Trick("two bytes behind it", joined(whole, "xx".getBytes(UTF_8)), Kind.AMBIGUOUS),
                new Trick("a comment", joined(commented, "good".getBytes(UTF_8)), Kind.AMBIGUOUS),
                new Trick(
                        "a name that only the end tells",
                        renamed(whole, "case.txt", "evil.txt", false),
                        Kind.AMBIGUOUS),
                new Trick(
                        "a name that only the start tells",
                        renamed(whole, "case.txt", "evil.txt", true),
                        Kind.AMBIGUOUS),
                new Trick("a second case", patched(zipped(twice), "case.jsoX", "case.json"), Kind.CONTENT_TWICE),
                new Trick(
                        "a first list",
                        patched(zipped(twiceAfter), "manifest.txX", "manifest.txt"),
                        Kind.CONTENT_TWICE),
                new Trick("a bomb", bomb("case.json"), Kind.TOO_LARGE),
                new Trick("a bomb as evidence", bomb("files/fil_bomb"), Kind.TOO_LARGE),
                new Trick("very many", many(), Kind.TOO_LARGE));
    }

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }

    private static byte[] patched(byte[] zip, String name, String by) {
        return new String(zip, ISO_8859_1).replace(name, by).getBytes(ISO_8859_1);
    }

    /** Where a name stands first, before its bytes, or last, in the directory at the end. */
    private static byte[] renamed(byte[] zip, String name, String by, boolean first) {
        String text = new String(zip, ISO_8859_1);
        int at = first ? text.indexOf(name) : text.lastIndexOf(name);
        return (text.substring(0, at) + by + text.substring(at + name.length())).getBytes(ISO_8859_1);
    }

    private static byte[] bomb(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            for (int n = 0; n < 300; n++) {
                zip.write(new byte[1 << 20]);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] many() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int n = 0; n < 10_001; n++) {
                zip.putNextEntry(new ZipEntry("files/" + n));
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("tricks")
    void a_file_that_plays_tricks_is_rejected_for_them(Trick trick) {
        assertThat(checked(trick.bytes(), published).findings())
                .extracting(PacketFinding::kind)
                .contains(trick.found());
    }

    // ---- on the command line

    private record Said(int status, String text) {}

    private static Said verify(String... words) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream told = new PrintStream(said, true, UTF_8)) {
            System.setOut(told);
            System.setErr(told);
            return new Said(
                    Redress.run(
                            Stream.concat(Stream.of("verify"), Stream.of(words)).toArray(String[]::new)),
                    said.toString(UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static String written(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    @Test
    void what_holds_and_what_does_not_is_said_in_both_languages() throws IOException {
        String believed = written("keys", String.join("\n", keys.verifierKeys()).getBytes(UTF_8));
        String whole = written("good.zip", zipped(good));
        Said holds = verify(whole, "--keys", believed);
        assertThat(holds.status()).as(holds.text()).isZero();
        assertThat(holds.text()).contains("The packet holds.", "案卷包成立。", "return/E1");
        assertThat(verify(whole).text()).contains("prove nothing", "不足为凭");
        assertThat(holds.text()).doesNotContain("prove nothing");

        Map<String, byte[]> broken = with(files.getFirst(), new byte[9]);
        Said broke = verify(written("broken.zip", zipped(broken)), "--keys", believed);
        assertThat(broke.status()).isEqualTo(1);
        assertThat(broke.text())
                .contains(
                        "the bytes of file " + id(files.getFirst()) + " are not those that were submitted",
                        "文件 " + id(files.getFirst()) + " 的内容与提交时不同",
                        "The packet does not hold: 2 findings.",
                        "案卷包不成立：2 处不符。");
    }

    @Test
    void what_cannot_be_checked_is_said_to_be_wrongly_asked() throws IOException {
        String whole = written("good.zip", zipped(good));
        for (Said said : List.of(
                verify(),
                verify(folder.resolve("absent.zip").toString()),
                verify(folder.toString()),
                verify(whole, "--keys", folder.resolve("absent").toString()),
                verify(whole, "--keys", written("none", "\n".getBytes(UTF_8))),
                verify(whole, "--keys", written("nonsense", "a key".getBytes(UTF_8))),
                verify(whole, "--keys", whole))) {
            assertThat(said.status()).as(said.text()).isEqualTo(2);
            assertThat(said.text()).contains("redress：").doesNotContain("Exception");
        }
        assertThat(verify(written("nothing.zip", new byte[0])).status()).isEqualTo(1);
    }
}
