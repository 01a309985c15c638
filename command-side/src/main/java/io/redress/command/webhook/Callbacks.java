package io.redress.command.webhook;

import com.github.f4b6a3.ulid.UlidCreator;
import io.redress.api.Act;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.record.RecordForgotten;
import io.redress.api.window.LapseDueWindows;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.Append;
import io.redress.command.store.CommitParticipant;
import io.redress.command.webhook.Callback.State;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What parties' own systems say about their cases, in the order of its versions: one after the other, each once. A version
 * is taken in the very transaction of its act, on the condition that the one before was the last, so that of all who try
 * one succeeds; whoever was overtaken reads what that one stored.
 *
 * <p>None is left behind: who brings a callback looks at how far the others are after it is stored, and who takes one
 * looks for what waits after that is stored.
 */
public final class Callbacks implements CommitParticipant {
    /** How long a callback waits for those before it. */
    public static final Duration HELD = Duration.ofMinutes(10);

    private static final int HELD_OF_ONE_CASE_MAX = 100;
    private static final int HELD_OF_ONE_PARTY_MAX = 1_000;
    private static final int MISSING_NAMED_MAX = 100;

    /** A request that brought a callback is given so long to do it itself. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(5);

    private static final String TURN = "callback";
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String COLUMNS = """
            SELECT position, party, id, endpoint, subject, version, state, received_at, held_until, ended_at, answer
            FROM outbox.callback
            """;

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final PersonalKeys keys;
    private final Deliveries deliveries;
    private final InstantSource operationalClock;

    public Callbacks(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            PersonalKeys keys,
            Deliveries deliveries,
            InstantSource operationalClock) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
        this.keys = keys;
        this.deliveries = deliveries;
        this.operationalClock = operationalClock;
    }

    /** A callback whose sender is known and that says what a callback should. */
    public record Arrived(Party party, String endpoint, String id, SubjectId subject, long version) {}

    /**
     * A callback whose turn it is.
     *
     * @param ticket the number that its sender has for the case; null when it says none
     * @param tell whether its sender is not there to hear the answer
     */
    public record Turn(Callback callback, @Nullable String ticket, boolean tell) {}

    /** Somebody else took this version; what became of it is stored. */
    public static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super(null, null, false, false);
        }
    }

    // ---- coming in

    /**
     * Stores a callback, or finds it again.
     *
     * @return whether it is new: not the copy of one that came before
     */
    public boolean take(Arrived arrived, byte[] body) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            sql.sql("""
                            INSERT INTO outbox.callback_ticket (party, subject) VALUES (:party, :subject)
                            ON CONFLICT DO NOTHING""")
                    .param("party", arrived.party().toString())
                    .param("subject", arrived.subject().toString())
                    .update();
            boolean fresh = store(arrived, body) || expiredIsThereAgain(arrived, body);
            if (fresh) {
                refuseTooMany(arrived);
            }
            return fresh;
        }));
    }

    private boolean store(Arrived arrived, byte[] body) {
        PersonalKeys.Key key = keys.ofParty(arrived.party(), arrived.subject());
        OffsetDateTime now = now();
        return sql.sql("""
                        INSERT INTO outbox.callback (party, id, endpoint, subject, version, state, received_at,
                            held_until, sealed_with, digest, body)
                        VALUES (:party, :id, :endpoint, :subject, :version, 'held', :now, :until, :key, :digest, :body)
                        ON CONFLICT DO NOTHING""")
                        .param("party", arrived.party().toString())
                        .param("id", arrived.id())
                        .param("endpoint", arrived.endpoint())
                        .param("subject", arrived.subject().toString())
                        .param("version", arrived.version())
                        .param("now", now)
                        .param("until", now.plus(HELD))
                        .param("key", key.id())
                        .param("digest", PersonalKeys.seal(key, digest(body), place(arrived, "digest")))
                        .param("body", PersonalKeys.seal(key, body, place(arrived, "body")))
                        .update()
                == 1;
    }

    /** Under this id the same is there already, or else it is refused; what has expired waits anew. */
    private boolean expiredIsThereAgain(Arrived arrived, byte[] body) {
        record Before(String subject, long version, String key, String state) {}
        Map.Entry<Before, byte[]> found = sql.sql("""
                        SELECT subject, version, sealed_with, state, digest FROM outbox.callback
                        WHERE party = :party AND id = :id FOR UPDATE""")
                .param("party", arrived.party().toString())
                .param("id", arrived.id())
                .query((row, _) -> Map.entry(
                        new Before(
                                row.getString("subject"),
                                row.getLong("version"),
                                row.getString("sealed_with"),
                                row.getString("state")),
                        row.getBytes("digest")))
                .single();
        Before before = found.getKey();
        boolean same = before.subject().equals(arrived.subject().toString())
                && before.version() == arrived.version()
                && keys.find(before.key())
                        .map(key -> MessageDigest.isEqual(
                                digest(body), PersonalKeys.open(key, found.getValue(), place(arrived, "digest"))))
                        .orElse(true);
        if (!same) {
            throw Refusal.ofField(Rule.CALLBACK_ID_MEANS_ONE_CALLBACK, "webhook-id", arrived.id());
        }
        if (!before.state().equals(State.EXPIRED.word())) {
            return false;
        }
        PersonalKeys.Key key = keys.ofParty(arrived.party(), arrived.subject());
        OffsetDateTime now = now();
        return sql.sql("""
                        UPDATE outbox.callback SET state = 'held', endpoint = :endpoint, received_at = :now,
                            held_until = :until, ended_at = NULL, answer = NULL, sealed_with = :key, digest = :digest,
                            body = :body
                        WHERE party = :party AND id = :id AND state = 'expired'""")
                        .param("endpoint", arrived.endpoint())
                        .param("now", now)
                        .param("until", now.plus(HELD))
                        .param("key", key.id())
                        .param("digest", PersonalKeys.seal(key, digest(body), place(arrived, "digest")))
                        .param("body", PersonalKeys.seal(key, body, place(arrived, "body")))
                        .param("party", arrived.party().toString())
                        .param("id", arrived.id())
                        .update()
                == 1;
    }

    private void refuseTooMany(Arrived arrived) {
        record Waiting(long ofTheCase, long ofTheParty) {}
        Waiting waiting = sql.sql("""
                        SELECT count(*) FILTER (WHERE subject = :subject) AS of_the_case, count(*) AS of_the_party
                        FROM outbox.callback WHERE party = :party AND state = 'held'""")
                .param("subject", arrived.subject().toString())
                .param("party", arrived.party().toString())
                .query(Waiting.class)
                .single();
        if (waiting.ofTheCase() > HELD_OF_ONE_CASE_MAX || waiting.ofTheParty() > HELD_OF_ONE_PARTY_MAX) {
            throw new Refusal(
                    Rule.FEW_CALLBACKS_WAIT,
                    Integer.toString(HELD_OF_ONE_CASE_MAX),
                    Integer.toString(HELD_OF_ONE_PARTY_MAX));
        }
    }

    private static byte[] digest(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String place(Arrived arrived, String what) {
        return place(arrived.party(), arrived.id(), what);
    }

    private static String place(Party party, String id, String what) {
        return "callback:" + what + ":" + party + ":" + id;
    }

    // ---- whose turn it is

    /**
     * The callback about this case that is next, if it is there. What came too late is recorded as superseded.
     *
     * @param own whose sender hears the answer; it is not told again
     * @param at on the legal clock
     */
    public Optional<Callback> next(Party party, SubjectId subject, @Nullable String own, Instant at) {
        List<Callback> there = sql.sql("""
                        SELECT c.position, c.party, c.id, c.endpoint, c.subject, c.version, c.state, c.received_at,
                            c.held_until, c.ended_at, c.answer
                        FROM outbox.callback_ticket t JOIN outbox.callback c USING (party, subject)
                        WHERE t.party = :party AND t.subject = :subject AND c.state = 'held'
                            AND c.version <= t.version + 1
                        ORDER BY c.version, c.position""")
                .param("party", party.toString())
                .param("subject", subject.toString())
                .query((row, _) -> callback(row))
                .list();
        if (there.isEmpty()) {
            return Optional.empty();
        }
        long taken = taken(party, subject);
        for (Callback callback : there) {
            if (callback.version() <= taken) {
                supersede(callback, taken, !callback.id().equals(own), at);
            } else if (callback.version() == taken + 1) {
                return Optional.of(callback);
            }
        }
        return Optional.empty();
    }

    /** The last version that was taken. */
    private long taken(Party party, SubjectId subject) {
        return sql.sql("SELECT version FROM outbox.callback_ticket WHERE party = :party AND subject = :subject")
                .param("party", party.toString())
                .param("subject", subject.toString())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    private void supersede(Callback callback, long taken, boolean tell, Instant at) {
        transaction.executeWithoutResult(_ -> {
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("taken", taken);
            if (end(callback, State.SUPERSEDED, answer) && tell) {
                tell(callback, State.SUPERSEDED, answer, at);
            }
        });
    }

    /** What a callback that waits said; nothing when that is over. */
    public Optional<byte[]> body(Callback callback) {
        return sql.sql("""
                        SELECT sealed_with, body FROM outbox.callback
                        WHERE party = :party AND id = :id AND state = 'held'""")
                .param("party", callback.party().toString())
                .param("id", callback.id())
                .query((row, _) -> Map.entry(row.getString("sealed_with"), row.getBytes("body")))
                .optional()
                .flatMap(kept -> keys.find(kept.getKey())
                        .map(key -> PersonalKeys.open(
                                key, kept.getValue(), place(callback.party(), callback.id(), "body"))));
    }

    /** As it travels with its act. */
    public static Map<String, ?> is(Turn turn) {
        return Map.of(TURN, turn);
    }

    @Override
    public void write(List<Append> acts) {
        for (Append stored : acts) {
            Act act = stored.act();
            // the lapses that an act finds are no part of it
            if (act != null
                    && !(act instanceof LapseDueWindows)
                    && stored.metaData().get(TURN) instanceof Turn turn) {
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                answer.put("at", act.at().toString()).put("caseVersion", stored.version());
                end(turn, State.APPLIED, answer, act.at());
            }
            for (Event event : stored.events()) {
                if (event instanceof RecordForgotten forgotten) {
                    forget(forgotten.subject().recorded());
                }
            }
        }
    }

    /** Takes a callback that only names the ticket. */
    public void link(Turn turn, Instant at) {
        transaction.executeWithoutResult(_ -> {
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("at", at.toString());
            end(turn, State.APPLIED, answer, at);
        });
    }

    /** Takes a callback whose act the rules do not allow; nothing else of it counts. */
    public void refuse(Turn turn, ObjectNode answer, Instant at) {
        Turn nothingElse = new Turn(turn.callback(), null, turn.tell());
        transaction.executeWithoutResult(_ -> end(nothingElse, State.REFUSED, answer, at));
    }

    private void end(Turn turn, State state, ObjectNode answer, Instant at) {
        Callback callback = turn.callback();
        int next = sql.sql("""
                        UPDATE outbox.callback_ticket SET version = :version, ticket = COALESCE(:ticket, ticket)
                        WHERE party = :party AND subject = :subject AND version = :version - 1""")
                .param("version", callback.version())
                .param("ticket", turn.ticket())
                .param("party", callback.party().toString())
                .param("subject", callback.subject().toString())
                .update();
        if (next != 1 || !end(callback, state, answer)) {
            throw new Overtaken();
        }
        if (turn.tell()) {
            tell(callback, state, answer, at);
        }
    }

    /** What it said is gone with that. */
    private boolean end(Callback callback, State state, JsonNode answer) {
        return sql.sql("""
                        UPDATE outbox.callback SET state = :state, body = NULL, ended_at = :now, answer = :answer
                        WHERE party = :party AND id = :id AND state = 'held'""")
                        .param("state", state.word())
                        .param("now", now())
                        .param("answer", JSON.writeValueAsString(answer))
                        .param("party", callback.party().toString())
                        .param("id", callback.id())
                        .update()
                == 1;
    }

    private void tell(Callback callback, State state, JsonNode answer, Instant at) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("callback", callback.id());
        data.put("version", callback.version());
        data.put("state", state.word());
        if (answer.has("code")) {
            data.set("code", answer.required("code"));
        }
        if (answer.has("missing")) {
            data.set("missing", answer.required("missing"));
        }
        deliveries.put(new Message(
                "cba_" + UlidCreator.getMonotonicUlid().toLowerCase(),
                callback.party(),
                "callback.answered",
                callback.subject(),
                callback.version(),
                at,
                data,
                false));
    }

    /** With the personal data of a case goes what was said about it; how far its callbacks are stays. */
    private void forget(SubjectId of) {
        sql.sql("DELETE FROM outbox.callback WHERE subject = :of")
                .param("of", of.toString())
                .update();
    }

    // ---- what waits

    /** The callbacks that are to come before this one and are not there, the first {@value #MISSING_NAMED_MAX} of them. */
    public List<Long> missing(Callback callback) {
        long taken = taken(callback.party(), callback.subject());
        Set<Long> there = new HashSet<>(sql.sql("""
                        SELECT version FROM outbox.callback
                        WHERE party = :party AND subject = :subject AND state = 'held'""")
                .param("party", callback.party().toString())
                .param("subject", callback.subject().toString())
                .query(Long.class)
                .list());
        List<Long> missing = new ArrayList<>();
        for (long version = taken + 1; version < callback.version() && missing.size() < MISSING_NAMED_MAX; version++) {
            if (!there.contains(version)) {
                missing.add(version);
            }
        }
        return missing;
    }

    /** A case in which something is to be done. */
    public record Ticket(Party party, SubjectId subject) {}

    /** Where callbacks wait whose turn it is, though nobody has been doing them for a while. */
    public List<Ticket> leftBehind() {
        return sql.sql("""
                        SELECT DISTINCT c.party, c.subject
                        FROM outbox.callback c JOIN outbox.callback_ticket t USING (party, subject)
                        WHERE c.state = 'held' AND c.version <= t.version + 1 AND c.received_at <= :before""")
                .param("before", now().minus(UNDER_WAY))
                .query((row, _) ->
                        new Ticket(Party.parse(row.getString("party")), SubjectId.parse(row.getString("subject"))))
                .list();
    }

    /**
     * Lets callbacks expire that have waited too long; gives how many.
     *
     * @param at on the legal clock
     */
    public int expire(Instant at) {
        List<Callback> late = sql.sql(COLUMNS + "WHERE state = 'held' AND held_until <= :now ORDER BY position")
                .param("now", now())
                .query((row, _) -> callback(row))
                .list();
        int expired = 0;
        for (Callback callback : late) {
            expired += Boolean.TRUE.equals(transaction.execute(_ -> expire(callback, at))) ? 1 : 0;
        }
        return expired;
    }

    private boolean expire(Callback callback, Instant at) {
        List<Long> missing = missing(callback);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        // when none is missing it was its turn, and something else has failed all the time
        answer.put("code", missing.isEmpty() ? "service-unavailable" : Rule.EARLIER_CALLBACKS_HAVE_COME.code());
        ArrayNode named = answer.putArray("missing");
        missing.forEach(named::add);
        boolean ended = end(callback, State.EXPIRED, answer);
        if (ended) {
            tell(callback, State.EXPIRED, answer, at);
        }
        return ended;
    }

    // ---- what became of it

    public Optional<Callback> find(Party party, String id) {
        return sql.sql(COLUMNS + "WHERE party = :party AND id = :id")
                .param("party", party.toString())
                .param("id", id)
                .query((row, _) -> callback(row))
                .optional();
    }

    /**
     * What came from the holder of this endpoint, the latest first.
     *
     * @param before behind this position of the list
     */
    public List<Callback> list(String endpoint, long before, int limit) {
        return sql.sql(COLUMNS
                        + "WHERE endpoint = :endpoint AND position < :before ORDER BY position DESC LIMIT :limit")
                .param("endpoint", endpoint)
                .param("before", before)
                .param("limit", limit)
                .query((row, _) -> callback(row))
                .list();
    }

    /** What the system of this party calls the case, if it has said so. */
    public Optional<String> ticket(Party party, SubjectId subject) {
        return sql.sql("""
                        SELECT ticket FROM outbox.callback_ticket
                        WHERE party = :party AND subject = :subject AND ticket IS NOT NULL""")
                .param("party", party.toString())
                .param("subject", subject.toString())
                .query((row, _) -> row.getString("ticket"))
                .optional();
    }

    private static Callback callback(ResultSet row) throws SQLException {
        String answer = row.getString("answer");
        return new Callback(
                row.getLong("position"),
                Party.parse(row.getString("party")),
                row.getString("id"),
                row.getString("endpoint"),
                SubjectId.parse(row.getString("subject")),
                row.getLong("version"),
                State.of(row.getString("state")),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getObject("held_until", OffsetDateTime.class).toInstant(),
                Endpoints.instant(row, "ended_at"),
                answer == null ? null : JSON.readTree(answer));
    }

    private OffsetDateTime now() {
        return operationalClock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
