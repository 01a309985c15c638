package io.redress.app;

import io.redress.api.Act;
import io.redress.api.BeginsHistory;
import io.redress.app.Lines.Line;
import io.redress.app.access.Caller;
import io.redress.app.access.Policy;
import io.redress.app.access.RequestKeys;
import io.redress.app.access.WhoActs;
import io.redress.command.door.ActReader;
import io.redress.command.door.FrontDoor;
import io.redress.command.door.Receipt;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Facts by the thousand, one a line: a live sale registers its orders in one call. A line is an act by itself, done as
 * it comes in, in the order of the lines; whatever becomes of the call, what was done stays done, and the same lines
 * under the same key do nothing again.
 */
@RestController
class FactsHttp {
    static final String ADDRESS = ActsHttp.BASE + "/facts";

    /** More than so many lines of ordinary length. */
    static final long BYTES_MAX = 64 << 20;

    private static final String NDJSON = "application/x-ndjson";
    private static final int LINES_MAX = 10_000;
    private static final int LINE_BYTES_MAX = 64 << 10;
    private static final String RETRY_AFTER_SECONDS = "1";

    /** Lines of all calls that are done at once: most connections to the database are for those who tell one thing. */
    private static final int AT_ONCE_MAX = 4;

    private final FrontDoor door;
    private final ActReader reader;
    private final Policy policy;
    private final RequestKeys keys;
    private final Problems problems;
    private final InstantSource legalClock;
    private final JsonMapper json;
    private final Waits waits;
    private final Semaphore turns = new Semaphore(AT_ONCE_MAX, true);

    /** The credentials from which lines are coming in right now. */
    private final Set<String> telling = ConcurrentHashMap.newKeySet();

    FactsHttp(
            FrontDoor door,
            ActReader reader,
            Policy policy,
            RequestKeys keys,
            Problems problems,
            InstantSource legalClock,
            JsonMapper json,
            Waits waits) {
        this.door = door;
        this.reader = reader;
        this.policy = policy;
        this.keys = keys;
        this.problems = problems;
        this.legalClock = legalClock;
        this.json = json;
        this.waits = waits;
    }

    /** Whoever tells them, and under which key. */
    private record Teller(FrontDoor door, Function<ObjectNode, IdempotencyKey> keys, Locale locale) {}

    @PostMapping(path = ADDRESS, consumes = NDJSON, produces = NDJSON)
    ResponseEntity<byte[]> tell(InputStream body, @RequestHeader HttpHeaders headers, Caller caller, Locale locale) {
        if (!policy.takesManyFactsOf(caller)) {
            throw new AccessDeniedException("tells no facts");
        }
        Teller teller = new Teller(door.as(WhoActs.is(caller)), keys.ofLines("facts", headers, caller), locale);
        if (!telling.add(caller.credential())) {
            ErrorResponseException busy = new ErrorResponseException(HttpStatus.TOO_MANY_REQUESTS);
            busy.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            throw busy;
        }
        byte[] results;
        try {
            results = results(new Lines(body, LINE_BYTES_MAX), teller);
        } catch (IOException e) {
            // whoever was telling is gone, or says no more
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, null, e);
        } finally {
            telling.remove(caller.credential());
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        String waited = waits.forAll(headers.getOrEmpty(Waits.PREFER));
        if (waited != null) {
            answer.header(Waits.APPLIED, waited);
        }
        return answer.body(results);
    }

    /**
     * What became of each line. All of it is kept until the last line has been read: most clients say all they have to
     * say before they listen, and would wait for us while we wait for them.
     */
    private byte[] results(Lines lines, Teller teller) throws IOException {
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        boolean goesOn = true;
        try {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                if (goesOn && !line.isBlank()) {
                    ObjectNode result = result(line, teller);
                    add(result, results);
                    goesOn = line.number() <= LINES_MAX
                            && result.required("status").intValue() != HttpStatus.SERVICE_UNAVAILABLE.value();
                }
            }
        } catch (BodyLimit.TooLarge e) {
            if (goesOn) {
                add(tooLarge(json.createObjectNode().put("line", lines.read() + 1), teller.locale()), results);
            }
        }
        return results.toByteArray();
    }

    private void add(ObjectNode result, ByteArrayOutputStream results) {
        results.writeBytes(json.writeValueAsBytes(result));
        results.write('\n');
    }

    private ObjectNode result(Line line, Teller teller) {
        ObjectNode result = json.createObjectNode().put("line", line.number());
        if (line.isTooLong() || line.number() > LINES_MAX) {
            return tooLarge(result, teller.locale());
        }
        try {
            ObjectNode fields = fields(line);
            String act = act(fields);
            return done(result.put("act", act), act, fields, teller);
        } catch (Exception e) {
            return failed(result, problems.of(e, teller.locale()));
        }
    }

    private ObjectNode done(ObjectNode result, String name, ObjectNode fields, Teller teller) {
        IdempotencyKey key = teller.keys().apply(fields);
        fields.remove("act");
        Act act = reader.read(name, fields, legalClock.instant().truncatedTo(ChronoUnit.MICROS));
        Receipt receipt = inTurn(act, name, fields, key, teller);
        HttpStatus status = act instanceof BeginsHistory ? HttpStatus.CREATED : HttpStatus.OK;
        result.put("status", status.value());
        result.put("subject", receipt.subject().label());
        result.set("at", json.valueToTree(ActsHttp.shown(receipt.at())));
        result.put("version", receipt.version());
        return result.put("repeated", receipt.repeated());
    }

    private Receipt inTurn(Act act, String name, ObjectNode fields, IdempotencyKey key, Teller teller) {
        turns.acquireUninterruptibly();
        try {
            return teller.door().perform(act, later -> reader.read(name, fields, later), key);
        } finally {
            turns.release();
        }
    }

    private ObjectNode tooLarge(ObjectNode result, Locale locale) {
        return failed(result, problems.of(new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE), locale));
    }

    private ObjectNode failed(ObjectNode result, ProblemDetail problem) {
        result.put("status", problem.getStatus());
        result.set("problem", json.valueToTree(problem));
        return result;
    }

    private ObjectNode fields(Line line) {
        try {
            if (json.readTree(line.bytes()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw BrokenJson.refusal("line", e);
        }
        throw Refusal.ofField(Rule.FIELD_ILL_FORMED, "line", "expects.object");
    }

    private String act(ObjectNode fields) {
        JsonNode act = fields.get("act");
        if (act == null || act.isNull()) {
            throw Refusal.ofField(Rule.FIELD_MISSING, "act");
        }
        Set<String> facts = policy.facts();
        if (!act.isString() || !facts.contains(act.stringValue())) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, "act", "expects.one-of", String.join(", ", facts));
        }
        return act.stringValue();
    }
}
