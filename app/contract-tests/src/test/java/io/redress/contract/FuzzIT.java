package io.redress.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service answers whatever is sent to it: never with a failure of its own, never by hanging, always with a problem
 * document in the caller's language that shows nothing of its insides and nothing of others' cases; and it keeps nothing
 * of it on its heap.
 */
class FuzzIT {
    private static final int REQUESTS = Integer.getInteger("redress.fuzz.requests", 50_000);
    private static final long SEED = Long.getLong("redress.fuzz.seed", System.nanoTime());
    private static final int AT_ONCE = 8;
    private static final int PATIENCE_MILLIS = 15_000;
    private static final int FAILURES_SHOWN = 20;
    private static final double HEAP_GROWTH_MAX = 1.10;

    /** The server reads a request line and headers of 16 KiB together, the names and marks between them included. */
    private static final int HEAD_MAX = 15 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CODE = Pattern.compile("[a-z]+(-[a-z0-9]+)*");
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
    private static final Pattern INSIDES = Pattern.compile(
            "io\\.redress\\.(api|command|query|app)\\b|java\\.|jakarta\\.|org\\.(spring|apache|axon|postgres)|tools\\.jackson|Exception|\\n\\s*at |SELECT .* FROM|INSERT INTO|PSQL");

    private static final Map<String, String> WITHOUT_QUOTAS = Stream.of(
                    "CONSUMER", "MERCHANT", "OPERATOR", "AGENT", "FEED", "PLATFORM", "NOBODY")
            .collect(Collectors.toMap(kind -> "REDRESS_RATELIMIT_" + kind + "_REQUESTS", _ -> "1000000000"));

    /** Stands in every name of cases that are nobody's who asks here but the platform's; no request says it. */
    private static final String OTHERS = "canary";

    private static final String PARTIES = """
            "consumer": "canary-consumer", "merchant": "canary-merchant", "operator": "canary-operator",
            "room": "canary-room\"""";

    private static final Map<String, String> CASES_OF_OTHERS = new LinkedHashMap<>();

    static {
        CASES_OF_OTHERS.put("/orders", """
                {"order": "hidden-order", %s, "paidAt": "2026-11-12T20:00:00+08:00",
                 "lines": [{"line": "canary-line", "amount": 19900}]}""".formatted(PARTIES));
        CASES_OF_OTHERS.put("/returns", """
                {"return": "hidden-return", "order": "hidden-order", "kind": "refund-only", "reason": "other",
                 "lines": ["canary-line"]}""");
        CASES_OF_OTHERS.put("/complaints", """
                {"complaint": "hidden-complaint", "order": "hidden-order", "against": "merchant", "serious": false, %s}
                """.formatted(PARTIES));
    }

    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
    private List<String> atTheDesk = List.of();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    void nonsense_is_answered_and_leaves_nothing_behind(@TempDir Path folder) throws Exception {
        System.out.println("fuzzing with seed " + SEED + ", " + REQUESTS + " requests");
        // the quota is another test's matter: here everybody may ask as fast as they can
        try (DemoService demo = new DemoService(folder, WITHOUT_QUOTAS)) {
            Map<String, String> credentials = new TreeMap<>();
            for (List<String> caller : List.of(
                    List.of("consumer", "jun"),
                    List.of("merchant", "lanhua-tea"),
                    List.of("operator", "xiaoyu-live"),
                    List.of("agent", "wei"),
                    List.of("platform", "redress"))) {
                credentials.put(caller.getFirst(), "Bearer " + demo.token(caller.getFirst(), caller.getLast()));
            }
            String platform = demo.token("platform", "redress");
            CASES_OF_OTHERS.forEach((address, body) -> demo.does(platform, address, body));
            atTheDesk = List.of(credentials.get("agent"), credentials.get("platform"));
            int warmUp = REQUESTS / 2;
            fuzz(demo, credentials, warmUp, SEED);
            long heapBefore = demo.heapBytes();
            fuzz(demo, credentials, REQUESTS - warmUp, SEED + 1);
            long heapAfter = demo.heapBytes();
            System.out.printf(
                    Locale.ROOT,
                    "answers by status: %s; heap after GC: %.1f MB after %d requests, %.1f MB after %d%n",
                    new TreeMap<>(statuses),
                    heapBefore / 1e6,
                    warmUp,
                    heapAfter / 1e6,
                    REQUESTS);
            assertThat(failures.stream().limit(FAILURES_SHOWN))
                    .as("%d failures", failures.size())
                    .isEmpty();
            assertThat(demo.isAlive()).isTrue();
            assertThat(statuses.keySet()).contains(400, 401, 404, 405, 409, 415);
            assertThat((double) heapAfter / heapBefore).isLessThanOrEqualTo(HEAP_GROWTH_MAX);
        }
    }

    private void fuzz(DemoService demo, Map<String, String> credentials, int requests, long seed) throws Exception {
        AtomicInteger left = new AtomicInteger(requests);
        List<Future<?>> senders = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            SplittableRandom seeds = new SplittableRandom(seed);
            for (int i = 0; i < AT_ONCE; i++) {
                SplittableRandom random = seeds.split();
                senders.add(threads.submit(() -> {
                    Nonsense nonsense = new Nonsense(random);
                    while (left.getAndDecrement() > 0) {
                        Nonsense.Request request = nonsense.next(credentials);
                        String failure = exchange(demo, request);
                        if (failure != null) {
                            failures.add(failure + "\n    " + request);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        }
    }

    private record Answer(int status, Map<String, String> headers, String body) {}

    /** Sends a request byte by byte as it is, which no library would, and says what is wrong with the answer. */
    private String exchange(DemoService demo, Nonsense.Request request) {
        Answer answer;
        try (Socket socket = new Socket("127.0.0.1", demo.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            StringBuilder head = new StringBuilder(request.method() + " " + request.target() + " HTTP/1.1\r\n");
            head.append("Host: 127.0.0.1:").append(demo.port()).append("\r\nConnection: close\r\n");
            request.headers()
                    .forEach((name, value) ->
                            head.append(name).append(": ").append(value).append("\r\n"));
            if (request.body().length > 0) {
                head.append("Content-Length: ").append(request.body().length).append("\r\n");
            }
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            out.write(request.body());
            out.flush();
            answer = read(socket.getInputStream());
        } catch (SocketTimeoutException e) {
            return "no answer within " + PATIENCE_MILLIS + " ms";
        } catch (IOException e) {
            return "the connection broke: " + e.getMessage();
        }
        if (answer == null) {
            return "no answer";
        }
        statuses.computeIfAbsent(answer.status(), _ -> new LongAdder()).increment();
        return wrong(request, answer);
    }

    private static Answer read(InputStream in) throws IOException {
        byte[] all = in.readAllBytes();
        int end = endOfHead(all);
        if (end < 0) {
            return null;
        }
        String[] lines = new String(all, 0, end, StandardCharsets.UTF_8).split("\r\n");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        byte[] body = Arrays.copyOfRange(all, end + 4, all.length);
        boolean chunked = "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"));
        return new Answer(
                Integer.parseInt(lines[0].split(" ")[1]),
                headers,
                new String(chunked ? unchunked(body) : body, StandardCharsets.UTF_8));
    }

    private static int endOfHead(byte[] all) {
        for (int at = 0; at + 3 < all.length; at++) {
            if (all[at] == '\r' && all[at + 1] == '\n' && all[at + 2] == '\r' && all[at + 3] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static byte[] unchunked(byte[] body) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length) {
            int line = at;
            while (body[line] != '\r') {
                line++;
            }
            int size = Integer.parseInt(new String(body, at, line - at, StandardCharsets.US_ASCII).strip(), 16);
            whole.write(body, line + 2, size);
            at = line + 2 + size + 2;
        }
        return whole.toByteArray();
    }

    private static int headLength(Nonsense.Request request) {
        return request.target().length()
                + request.headers().values().stream().mapToInt(String::length).sum();
    }

    private boolean isAtTheDesk(Nonsense.Request request) {
        String shown = request.headers().getOrDefault("Authorization", "");
        return atTheDesk.stream().anyMatch(credential -> shown.contains(credential.substring("Bearer ".length())));
    }

    private String wrong(Nonsense.Request request, Answer answer) {
        String shown = answer.status() + " " + answer.headers() + " "
                + (answer.body().length() > 500 ? answer.body().substring(0, 500) : answer.body());
        if (answer.status() >= 500) {
            return "a failure: " + shown;
        }
        if (INSIDES.matcher(shown).find()) {
            return "insides: " + shown;
        }
        if (!isAtTheDesk(request) && (answer.headers() + answer.body()).contains(OTHERS)) {
            return "a case of others: " + shown;
        }
        if (answer.status() < 400 || request.method().equals("HEAD")) {
            return null;
        }
        String type = answer.headers().getOrDefault("Content-Type", "");
        if (!type.startsWith("application/problem+json")) {
            return "no problem document: " + shown;
        }
        JsonNode problem;
        try {
            problem = JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            return "no JSON: " + shown;
        }
        if (problem.path("status").asInt() != answer.status()
                || !CODE.matcher(problem.path("code").asText()).matches()
                || !problem.path("type")
                        .asText()
                        .equals("/problems/" + problem.path("code").asText())
                || problem.path("title").asText().isBlank()
                || problem.path("detail").asText().isBlank()) {
            return "not a whole problem: " + shown;
        }
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(request.target()) || headLength(request) > HEAD_MAX) {
            return null; // what is no request line, or leaves no room for headers, is answered before they are read
        }
        boolean chinese = CHINESE.matcher(problem.path("title").asText()).find();
        String language = request.headers().get("Accept-Language");
        if (("en".equals(language) && chinese) || ("zh-CN".equals(language) && !chinese)) {
            return "in another language: " + shown;
        }
        return null;
    }
}
