package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.DevelopmentIssuer;
import io.redress.command.evidence.EvidenceFiles;
import io.redress.command.evidence.EvidenceFiles.Draft;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;

/** Files of evidence over real sockets, with bytes made here. */
class EvidenceTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.now());
    private static final byte[] SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"
            .getBytes(StandardCharsets.UTF_8);
    private static final long MEBIBYTE = 1 << 20;

    private static Node node;

    @BeforeAll
    static void start() {
        InstantSource clock = NOW::get;
        node = Node.serving(
                Postgres.database(),
                Map.of(
                        "redress.sandbox",
                        true,
                        "redress.clock",
                        false,
                        "redress.evidence.room",
                        "1GB",
                        "redress.evidence.drafts-of-one-party",
                        "300MB",
                        "redress.evidence.transfers-of-one-caller",
                        2,
                        // one that says nothing for a while goes on
                        "server.tomcat.connection-timeout",
                        "60s"),
                beans -> beans.registerSingleton("operationalClock", clock));
        node.clock().startAt(Node.EVENING);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    // ---- who asks

    private static String token(Kind kind, String name, Party... connections) {
        return node.context()
                .getBean(DevelopmentIssuer.class)
                .token(kind, name, kind.most(), List.of(connections))
                .token();
    }

    private static final String CONSUMER = "consumer";
    private static final String MERCHANT = "merchant";

    private static String as(String role, String demand) {
        return switch (role) {
            case CONSUMER -> token(Kind.CONSUMER, "U-" + demand);
            case MERCHANT -> token(Kind.MERCHANT, "M1");
            case "operator" -> token(Kind.OPERATOR, "H1");
            case "other-merchant" -> token(Kind.MERCHANT, "M2");
            case "agent" -> token(Kind.AGENT, "agent-07");
            case "conflicted-agent" -> token(Kind.AGENT, "agent-08", Party.merchant("M1"));
            default -> token(Kind.CONSUMER, "somebody");
        };
    }

    /** A return request on which evidence was asked of both sides. */
    private static String demand() {
        String name = "E" + NAMES.incrementAndGet();
        node.order(name);
        node.act(
                "file-return",
                "{'return': '%s', 'order': '%s', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}"
                        .formatted(name, name));
        node.act("refuse-return", "{'return': '%s', 'reason': 'worn'}".formatted(name));
        node.act("request-intervention", "{'return': '%s'}".formatted(name));
        node.act("open-intervention", "{'return': '%s', 'agent': 'agent-07'}".formatted(name));
        node.act("request-evidence", "{'return': '%s', 'from': ['merchant', 'consumer']}".formatted(name));
        return name;
    }

    // ---- requests

    private record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonNode body() {
            return Node.json(response.body());
        }

        String code() {
            return body().path("code").asString("");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private static URI address(String path) {
        return URI.create("http://127.0.0.1:" + node.port() + path);
    }

    private static HttpRequest.Builder request(String path, String credential) {
        return HttpRequest.newBuilder(address(path))
                .header("Authorization", "Bearer " + credential)
                .header("Accept-Language", "en");
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Answer stage(String demand, String by, String type, long bytes, String more) {
        String body = "{\"by\": \"%s\", \"type\": \"%s\", \"bytes\": %d%s}".formatted(by, type, bytes, more);
        return send(request("/api/v1/cases/returns/" + demand + "/files", as(by, demand))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body)));
    }

    private static Answer append(String place, String credential, long offset, BodyPublisher bytes) {
        return send(request(place, credential)
                .header("Content-Type", "application/partial-upload")
                .header("Upload-Offset", Long.toString(offset))
                .method("PATCH", bytes));
    }

    private static Answer append(String place, String credential, long offset, byte[] bytes) {
        return append(place, credential, offset, BodyPublishers.ofByteArray(bytes));
    }

    /** All at once; the answer to the bytes. */
    private static Answer upload(String demand, String by, String type, byte[] bytes) {
        Answer begun = stage(demand, by, type, bytes.length, "");
        assertThat(begun.status()).as(begun.response().body()).isEqualTo(201);
        return append(begun.header("Location"), as(by, demand), 0, bytes);
    }

    private static String staged(String demand, String by, byte[] bytes, String more) {
        Answer begun = stage(demand, by, "image/png", bytes.length, more);
        assertThat(begun.status()).as(begun.response().body()).isEqualTo(201);
        Answer whole = append(begun.header("Location"), as(by, demand), 0, bytes);
        assertThat(whole.status()).as(whole.response().body()).isEqualTo(200);
        return whole.body().get("file").stringValue();
    }

    private static Answer submit(String demand, String by, String files) {
        return send(request("/api/v1/returns/" + demand + "/submit-evidence", as(by, demand))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString("{\"by\": \"%s\", \"files\": [%s]}".formatted(by, files))));
    }

    private static String place(String demand, String file) {
        return "/api/v1/cases/returns/" + demand + "/files/" + file;
    }

    private static Answer get(String path, String credential) {
        return send(request(path, credential).GET());
    }

    private static long rows(String table) {
        return node.sql()
                .sql("SELECT count(*) FROM evidence." + table)
                .query(Long.class)
                .single();
    }

    private static byte[] picture(int seed) {
        BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        java.util.Random dots = new java.util.Random(seed);
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 400; x++) {
                image.setRGB(x, y, dots.nextInt());
            }
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try {
            assertThat(ImageIO.write(image, "png", written)).isTrue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return written.toByteArray();
    }

    // ---- what is taken, and what is not

    @Test
    void a_picture_is_staged_submitted_and_comes_back_as_it_was() throws Exception {
        String demand = demand();
        byte[] picture = picture(1);
        String file = staged(demand, MERCHANT, picture, "");
        assertThat(submit(demand, MERCHANT, "\"" + file + "\"").status()).isEqualTo(200);
        HttpResponse<byte[]> answer = CLIENT.send(
                request(place(demand, file) + "/content", as(CONSUMER, demand)).build(), BodyHandlers.ofByteArray());
        assertThat(answer.body()).isEqualTo(picture);
        Map<String, List<String>> headers = answer.headers().map();
        assertThat(headers.get("content-type")).containsExactly("image/png");
        assertThat(headers.get("content-disposition")).containsExactly("attachment; filename=\"" + file + ".png\"");
        assertThat(headers.get("x-content-type-options")).contains("nosniff");
        assertThat(headers.get("content-security-policy")).contains("default-src 'none'; sandbox");
        assertThat(node.events().toString())
                .contains(file)
                .contains(answer.headers().firstValue("etag").orElseThrow().replace("\"", ""));
    }

    @Test
    void what_lies_explodes_or_acts_is_refused_and_nothing_of_it_is_stored() {
        String demand = demand();
        long files = rows("file");
        long pieces = rows("piece");
        byte[] flood = picture(2);
        ByteBuffer.wrap(flood).putInt(16, 10_000).putInt(20, 10_000);
        assertRefused(upload(demand, CONSUMER, "image/png", SVG), 415, "file-is-of-the-type-it-says");
        assertRefused(upload(demand, CONSUMER, "image/png", flood), 422, "picture-has-not-too-many-pixels");
        byte[] cut = Arrays.copyOf(picture(3), 5000);
        assertRefused(upload(demand, CONSUMER, "image/png", cut), 422, "file-is-whole");
        assertRefused(upload(demand, CONSUMER, "image/png", bomb()), 422, "file-unpacks-to-something-sensible");
        byte[] acting = "%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj\n%%EOF\n"
                .getBytes(StandardCharsets.US_ASCII);
        assertRefused(upload(demand, CONSUMER, "application/pdf", acting), 422, "file-hides-nothing");
        assertRefused(stage(demand, CONSUMER, "image/svg+xml", SVG.length, ""), 415, "file-type-is-taken");
        assertRefused(stage(demand, CONSUMER, "image/png", 21 * MEBIBYTE, ""), 413, "file-is-not-too-large");
        assertThat(rows("file")).isEqualTo(files);
        assertThat(rows("piece")).isEqualTo(pieces);
    }

    /** A picture of a few kilobytes with a text of 64 MiB in it. */
    private static byte[] bomb() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("zTXtComment\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (DeflaterOutputStream packed = new DeflaterOutputStream(text)) {
            for (int i = 0; i < 64; i++) {
                packed.write(new byte[Math.toIntExact(MEBIBYTE)]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CRC32 sum = new CRC32();
        sum.update(text.toByteArray());
        byte[] picture = picture(5);
        int head = 8 + 25;
        return ByteBuffer.allocate(picture.length + text.size() + 8)
                .put(picture, 0, head)
                .putInt(text.size() - 4)
                .put(text.toByteArray())
                .putInt((int) sum.getValue())
                .put(picture, head, picture.length - head)
                .array();
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body().get("clause").stringValue()).isEqualTo("6.4.3 d");
        assertThat(answer.body().at("/errors/0/field").stringValue()).isNotBlank();
        assertThat(answer.body().get("detail").stringValue()).matches("[ -~×]+");
    }

    @ParameterizedTest
    @CsvSource({"en,The file says that it is image/png", "zh,文件自称为 image/png"})
    void a_refusal_is_in_the_language_of_the_reader(String language, String text) {
        String demand = demand();
        Answer begun = stage(demand, CONSUMER, "image/png", SVG.length, "");
        HttpRequest.Builder request = HttpRequest.newBuilder(address(begun.header("Location")))
                .header("Authorization", "Bearer " + as(CONSUMER, demand))
                .header("Accept-Language", language)
                .header("Content-Type", "application/octet-stream")
                .header("Upload-Offset", "0")
                .method("PATCH", BodyPublishers.ofByteArray(SVG));
        assertThat(send(request).body().get("detail").stringValue()).startsWith(text);
    }

    @Test
    void more_than_was_announced_is_refused() {
        String demand = demand();
        byte[] picture = picture(4);
        Answer begun = stage(demand, CONSUMER, "image/png", 1000, "");
        assertRefused(
                append(begun.header("Location"), as(CONSUMER, demand), 0, picture),
                413,
                "upload-brings-what-it-announced");
    }

    @Test
    void a_file_is_announced_once_under_one_key() {
        String demand = demand();
        HttpRequest.Builder request = request("/api/v1/cases/returns/" + demand + "/files", as(CONSUMER, demand))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString("{\"by\": \"consumer\", \"type\": \"image/png\", \"bytes\": 70}"));
        Answer first = send(request);
        Answer second = send(request);
        assertThat(second.status()).isEqualTo(first.status()).isEqualTo(201);
        assertThat(second.response().body()).isEqualTo(first.response().body());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "..%2F", "%E8%AF%81", "nothing", "a%25b"})
    void a_file_that_cannot_be_is_not_there(String name) {
        String demand = demand();
        assertThat(get(place(demand, name), as(CONSUMER, demand)).status()).isIn(400, 404);
        assertThat(append(place(demand, name), as(CONSUMER, demand), 0, new byte[1])
                        .status())
                .isIn(400, 404);
    }

    // ---- in pieces

    @Test
    void an_upload_that_was_broken_off_goes_on_where_it_stood() throws Exception {
        String demand = demand();
        byte[] picture = picture(5);
        Answer begun = stage(demand, CONSUMER, "image/png", picture.length, "");
        String place = begun.header("Location");
        String consumer = as(CONSUMER, demand);
        int half = picture.length / 2;
        begin(place, consumer, picture, half).close();
        AtomicReference<Long> stands = new AtomicReference<>(0L);
        await(() -> {
            Answer head = send(request(place, consumer).method("HEAD", BodyPublishers.noBody()));
            assertThat(head.header("Upload-Complete")).isEqualTo("?0");
            stands.set(Long.parseLong(head.header("Upload-Offset")));
            return stands.get() > 0;
        });
        assertThat(stands.get()).isLessThanOrEqualTo(half);
        assertRefused(append(place, consumer, stands.get() + 1, new byte[] {1}), 409, "upload-goes-on-where-it-stands");
        int from = Math.toIntExact(stands.get());
        Answer whole = append(place, consumer, from, Arrays.copyOfRange(picture, from, picture.length));
        assertThat(whole.status()).as(whole.response().body()).isEqualTo(200);
        assertThat(whole.header("Upload-Complete")).isEqualTo("?1");
        assertThat(whole.body().get("state").stringValue()).isEqualTo("staged");
    }

    /** Sends so much of what it announces. */
    private static Socket begin(String place, String credential, byte[] bytes, int some) throws IOException {
        Socket socket = new Socket("127.0.0.1", node.port());
        OutputStream out = socket.getOutputStream();
        out.write(("PATCH " + place + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + credential
                        + "\r\nContent-Type: application/partial-upload\r\nUpload-Offset: 0\r\nContent-Length: "
                        + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes, 0, some);
        out.flush();
        return socket;
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition::getAsBoolean);
    }

    /** All has come, and the line broke before anybody heard whether it was good. */
    private static String unchecked(String demand, byte[] bytes) {
        String place = stage(demand, MERCHANT, "image/png", bytes.length, "").header("Location");
        EvidenceFiles files = node.context().getBean(EvidenceFiles.class);
        SubjectId of = SubjectId.returnRequest(demand);
        Draft draft =
                files.find(of, place.substring(place.lastIndexOf('/') + 1)).orElseThrow();
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(bytes), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the line broke");
            }
        });
        assertThatThrownBy(() -> files.append(of, draft, 0, broken)).hasMessage("the line broke");
        assertThat(files.find(of, draft.id()).orElseThrow().received()).isEqualTo(bytes.length);
        return place;
    }

    private static long waiting() {
        return node.sql()
                .sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock'")
                .query(Long.class)
                .single();
    }

    private static void assertNothingIsLeftOver() {
        assertThat(node.sql().sql("""
                                SELECT (SELECT count(*) FROM evidence.content c WHERE NOT EXISTS (
                                        SELECT FROM evidence.file f WHERE f.party = c.party AND f.sha256 = c.sha256))
                                    + (SELECT count(*) FROM evidence.piece p WHERE NOT EXISTS (
                                        SELECT FROM evidence.file f WHERE f.id = p.upload)
                                        AND NOT EXISTS (SELECT FROM evidence.content c WHERE c.upload = p.upload))""").query(Long.class).single()).isZero();
    }

    @Test
    void a_check_that_was_broken_off_is_made_when_nothing_more_comes() {
        String demand = demand();
        byte[] picture = picture(20);
        String place = unchecked(demand, picture);
        Answer whole = append(place, as(MERCHANT, demand), picture.length, new byte[0]);
        assertThat(whole.status()).as(whole.response().body()).isEqualTo(200);
        assertThat(whole.body().get("state").stringValue()).isEqualTo("staged");
        assertRefused(
                append(place, as(MERCHANT, demand), picture.length, new byte[0]),
                409,
                "upload-goes-on-where-it-stands");
    }

    @Test
    void a_draft_that_is_dropped_while_it_is_checked_leaves_nothing_behind() throws Exception {
        String demand = demand();
        byte[] picture = picture(21);
        String place = unchecked(demand, picture);
        String file = place.substring(place.lastIndexOf('/') + 1);
        CompletableFuture<Answer> checked;
        try (Connection other = node.context().getBean(DataSource.class).getConnection();
                Statement sql = other.createStatement()) {
            other.setAutoCommit(false);
            sql.execute("DELETE FROM evidence.file WHERE id = '" + file + "'");
            sql.execute("DELETE FROM evidence.piece WHERE upload = '" + file + "'");
            String merchant = as(MERCHANT, demand);
            checked = CompletableFuture.supplyAsync(() -> append(place, merchant, picture.length, new byte[0]));
            await(() -> waiting() >= 1);
            other.commit();
        }
        assertThat(checked.get().status()).isEqualTo(404);
        assertNothingIsLeftOver();
        String again = staged(demand, MERCHANT, picture, "");
        assertThat(get(place(demand, again) + "/content", as(MERCHANT, demand)).status())
                .isEqualTo(200);
    }

    @Test
    void a_draft_that_is_found_good_while_it_is_dropped_leaves_nothing_behind() throws Exception {
        String demand = demand();
        byte[] picture = picture(22);
        String place = unchecked(demand, picture);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(picture));
        EvidenceFiles files = node.context().getBean(EvidenceFiles.class);
        CompletableFuture<Answer> checked;
        CompletableFuture<Integer> dropped;
        try (Connection other = node.context().getBean(DataSource.class).getConnection();
                Statement sql = other.createStatement()) {
            other.setAutoCommit(false);
            sql.execute("SELECT pg_advisory_xact_lock(hashtextextended('merchant:M1 " + hash + "', 0))");
            String merchant = as(MERCHANT, demand);
            checked = CompletableFuture.supplyAsync(() -> append(place, merchant, picture.length, new byte[0]));
            await(() -> waiting() >= 1);
            NOW.updateAndGet(now -> now.plus(EvidenceFiles.KEPT).plusSeconds(60));
            dropped = CompletableFuture.supplyAsync(files::dropOld);
            await(() -> waiting() >= 2);
            other.commit();
        }
        assertThat(checked.get().status()).isIn(200, 404);
        assertThat(dropped.get()).isPositive();
        assertThat(get(place, as(MERCHANT, demand)).status()).isEqualTo(404);
        assertNothingIsLeftOver();
    }

    // ---- how much

    @Test
    void one_caller_has_a_share_of_the_transfers_however_many_tokens_it_holds() throws Exception {
        String demand = demand();
        byte[] film = new byte[Math.toIntExact(MEBIBYTE)];
        List<Socket> open = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            String place = stage(demand, CONSUMER, "video/mp4", film.length, "").header("Location");
            open.add(begin(place, as(CONSUMER, demand), film, film.length / 2));
            await(() -> !send(request(place, as(CONSUMER, demand)).method("HEAD", BodyPublishers.noBody()))
                    .header("Upload-Offset")
                    .equals("0"));
        }
        Answer third = upload(demand, CONSUMER, "image/png", picture(23));
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.header("Retry-After")).isEqualTo("1");
        assertThat(upload(demand, MERCHANT, "image/png", picture(23)).status()).isEqualTo(200);
        for (Socket one : open) {
            one.close();
        }
        await(() -> upload(demand, CONSUMER, "image/png", picture(23)).status() == 200);
    }

    @Test
    void drafts_of_one_party_have_a_room_and_all_files_another_that_is_free_again_when_drafts_are_dropped() {
        String demand = demand();
        assertThat(stage(demand, CONSUMER, "video/mp4", 200 * MEBIBYTE, "").status())
                .isEqualTo(201);
        Answer more = stage(demand, CONSUMER, "video/mp4", 200 * MEBIBYTE, "");
        assertThat(more.status()).isEqualTo(409);
        assertThat(more.code()).isEqualTo("drafts-are-few");
        assertThat(more.body().get("detail").stringValue()).contains("20 files").contains("300 MiB");
        Answer last = more;
        for (int others = 0; others < 6 && last.status() != 507; others++) {
            last = stage(demand(), CONSUMER, "video/mp4", 200 * MEBIBYTE, "");
            assertThat(last.status()).isIn(201, 507);
        }
        assertRefused(last, 507, "room-is-left-for-files");
        node.act("submit-evidence", "{'return': '%s', 'by': 'consumer'}".formatted(demand));
        NOW.updateAndGet(now -> now.plus(EvidenceFiles.KEPT).plusSeconds(60));
        node.context().getBean(EvidenceFiles.class).dropOld();
        assertThat(stage(demand, CONSUMER, "video/mp4", 200 * MEBIBYTE, "").status())
                .isEqualTo(201);
    }

    @Test
    void the_body_of_an_upload_alone_may_be_large() throws Exception {
        byte[] large = new byte[Math.toIntExact(2 * MEBIBYTE)];
        assertThat(read("PATCH", "/api/v1/cases/returns/R1/files/fil_1", large)).isEqualTo(large.length);
        for (String other :
                List.of("/api/v1/cases/returns/R1/files", "/api/v1/orders/O1", "/api/v1/cases/a/b/files/c/d")) {
            assertThatThrownBy(() -> read("PATCH", other, large)).as(other).isInstanceOf(BodyLimit.TooLarge.class);
        }
        assertThatThrownBy(() -> read("POST", "/api/v1/cases/returns/R1/files/fil_1", large))
                .isInstanceOf(BodyLimit.TooLarge.class);
    }

    private static int read(String method, String address, byte[] body) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(method, address);
        request.setContent(body);
        AtomicInteger read = new AtomicInteger();
        new BodyLimit()
                .doFilter(
                        request,
                        new MockHttpServletResponse(),
                        (passed, _) -> read.set(passed.getInputStream().readAllBytes().length));
        return read.get();
    }

    @Test
    void the_same_bytes_of_a_party_are_stored_once() {
        String demand = demand();
        byte[] picture = picture(6);
        String first = staged(demand, MERCHANT, picture, "");
        long pieces = rows("piece");
        long contents = rows("content");
        String second = staged(demand, MERCHANT, picture, "");
        assertThat(second).isNotEqualTo(first);
        assertThat(rows("piece")).isEqualTo(pieces);
        assertThat(rows("content")).isEqualTo(contents);
        assertThat(submit(demand, MERCHANT, "\"" + first + "\", \"" + second + "\"")
                        .status())
                .isEqualTo(200);
        assertThat(get(place(demand, second) + "/content", as(CONSUMER, demand)).status())
                .isEqualTo(200);
    }

    @Test
    void a_file_of_the_largest_size_passes_through_a_small_memory() throws Exception {
        String demand = demand();
        long size = 200 * MEBIBYTE;
        byte[] head = ByteBuffer.allocate(40)
                .putInt(24)
                .put("ftypisom\0\0\2\0isommp42".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(8)
                .put("moov".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(Math.toIntExact(size - 32))
                .put("mdat".getBytes(StandardCharsets.ISO_8859_1))
                .array();
        Answer begun = stage(demand, MERCHANT, "video/mp4", size, "");
        String place = begun.header("Location");
        long before = heap();
        AtomicReference<Long> during = new AtomicReference<>(0L);
        Answer whole = append(
                place,
                as(MERCHANT, demand),
                0,
                BodyPublishers.ofInputStream(() -> new SequenceInputStream(
                        new ByteArrayInputStream(head), new Zeros(size - head.length, 150 * MEBIBYTE, during))));
        assertThat(whole.status()).as(whole.response().body()).isEqualTo(200);
        assertThat(during.get() - before).isLessThan(50 * MEBIBYTE);
        HttpResponse<InputStream> answer =
                CLIENT.send(request(place + "/content", as(MERCHANT, demand)).build(), BodyHandlers.ofInputStream());
        long read = 0;
        byte[] buffer = new byte[1 << 16];
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(answer.body(), sha256)) {
            int next = in.read(buffer);
            while (next >= 0) {
                boolean passes = read < 150 * MEBIBYTE && read + next >= 150 * MEBIBYTE;
                read += next;
                if (passes) {
                    assertThat(heap() - before).isLessThan(50 * MEBIBYTE);
                }
                next = in.read(buffer);
            }
        }
        assertThat(read).isEqualTo(size);
        assertThat(whole.body().get("sha256").stringValue())
                .isEqualTo(HexFormat.of().formatHex(sha256.digest()));
    }

    /** What lives on the heap. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** So many zeros; looks at the heap when so many of them have gone. */
    private static final class Zeros extends InputStream {
        private final long count;
        private final long look;
        private final AtomicReference<Long> seen;
        private long gone;

        Zeros(long count, long look, AtomicReference<Long> seen) {
            this.count = count;
            this.look = look;
            this.seen = seen;
        }

        @Override
        public int read() {
            return gone++ < count ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (gone == count) {
                return -1;
            }
            int some = (int) Math.min(length, count - gone);
            Arrays.fill(into, offset, offset + some, (byte) 0);
            if (gone < look && gone + some >= look) {
                seen.set(heap());
            }
            gone += some;
            return some;
        }
    }

    // ---- who sees it

    @Test
    void a_draft_is_its_partys_and_what_was_submitted_is_for_the_whole_case() {
        String demand = demand();
        String file = staged(demand, CONSUMER, picture(7), "");
        for (String other : List.of(MERCHANT, "operator", "agent", "other-merchant", "stranger")) {
            assertThat(get(place(demand, file), as(other, demand)).status())
                    .as(other)
                    .isEqualTo(404);
            assertThat(get(place(demand, file) + "/content", as(other, demand)).status())
                    .as(other)
                    .isEqualTo(404);
        }
        assertThat(append(place(demand, file), as(MERCHANT, demand), 0, new byte[1])
                        .status())
                .isEqualTo(404);
        assertRefused(submit(demand, MERCHANT, "\"" + file + "\""), 409, "file-is-staged");
        assertThat(submit(demand, CONSUMER, "\"" + file + "\"").status()).isEqualTo(200);
        for (String party : List.of(CONSUMER, MERCHANT, "operator", "agent")) {
            assertThat(get(place(demand, file) + "/content", as(party, demand)).status())
                    .as(party)
                    .isEqualTo(200);
            assertThat(get("/api/v1/cases/returns/" + demand + "/files", as(party, demand))
                            .body()
                            .get("items"))
                    .hasSize(1);
        }
        assertThat(get(place(demand, file), as("other-merchant", demand)).status())
                .isEqualTo(404);
        assertThat(get(place(demand, file), as("conflicted-agent", demand)).status())
                .isEqualTo(403);
        assertThat(get(place(demand(), file), as(MERCHANT, demand)).status()).isEqualTo(404);
    }

    @Test
    void a_superseded_file_stays_for_those_who_may_read_it() {
        String demand = demand();
        String first = staged(demand, MERCHANT, picture(8), "");
        assertThat(stage(demand, MERCHANT, "image/png", 100, ", \"supersedes\": \"" + first + "\"")
                        .code())
                .isEqualTo("file-supersedes-one-of-its-party");
        assertThat(submit(demand, MERCHANT, "\"" + first + "\"").status()).isEqualTo(200);
        node.act("request-evidence", "{'return': '%s', 'from': ['merchant']}".formatted(demand));
        String better = staged(demand, MERCHANT, picture(9), ", \"supersedes\": \"" + first + "\"");
        assertThat(submit(demand, MERCHANT, "\"" + better + "\"").status()).isEqualTo(200);
        JsonNode seen = get(place(demand, first), as(CONSUMER, demand)).body();
        assertThat(seen.get("state").stringValue()).isEqualTo("superseded");
        assertThat(seen.get("supersededBy").stringValue()).isEqualTo(better);
        assertThat(get(place(demand, first) + "/content", as(CONSUMER, demand)).status())
                .isEqualTo(200);
        assertThat(get(place(demand, first), as("stranger", demand)).status()).isEqualTo(404);
        assertThatThrownBy(() -> node.sql()
                        .sql("DELETE FROM evidence.file WHERE id = '" + first + "'")
                        .update())
                .hasMessageContaining("a submitted file stays");
        assertThatThrownBy(() -> node.sql()
                        .sql("UPDATE evidence.piece SET bytes = 'x' WHERE upload = '" + first + "'")
                        .update())
                .hasMessageContaining("bytes are written once");
    }

    // ---- what nobody submits

    @Test
    void a_draft_that_nobody_submits_is_dropped_and_what_was_submitted_is_not() {
        String demand = demand();
        byte[] picture = picture(10);
        String kept = staged(demand, MERCHANT, picture, "");
        String dropped = staged(demand, MERCHANT, picture, "");
        String alone = staged(demand, MERCHANT, picture(11), "");
        assertThat(submit(demand, MERCHANT, "\"" + kept + "\"").status()).isEqualTo(200);
        NOW.updateAndGet(now -> now.plus(EvidenceFiles.KEPT).plusSeconds(60));
        node.context().getBean(EvidenceFiles.class).dropOld();
        for (String file : List.of(dropped, alone)) {
            assertThat(get(place(demand, file), as(MERCHANT, demand)).status()).isEqualTo(404);
        }
        assertThat(get(place(demand, kept) + "/content", as(MERCHANT, demand)).status())
                .isEqualTo(200);
        assertThat(node.sql()
                        .sql("SELECT count(*) FROM evidence.piece WHERE upload = '" + alone + "'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void bytes_that_turned_over_on_the_disk_are_given_to_nobody() {
        String demand = demand();
        String file = staged(demand, MERCHANT, picture(12), "");
        node.sql().sql("ALTER TABLE evidence.piece DISABLE TRIGGER stays").update();
        node.sql()
                .sql("UPDATE evidence.piece SET bytes = set_byte(bytes, 100, get_byte(bytes, 100) # 1) WHERE upload = '"
                        + file + "' AND first_byte = 0")
                .update();
        node.sql().sql("ALTER TABLE evidence.piece ENABLE TRIGGER stays").update();
        assertThat(get(place(demand, file) + "/content", as(MERCHANT, demand)).status())
                .isEqualTo(500);
    }
}
