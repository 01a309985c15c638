package io.redress.app.desk;

import io.redress.api.SubjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Cases that people at the desk have taken. A claim is a lease: whoever works on the case keeps it, and it returns by
 * itself when nobody does. It keeps two from doing the same, and stops no act: that is what the version of a case is for.
 */
@Component
public class Claims {
    private static final Duration LEASE = Duration.ofMinutes(20);
    private static final Duration HERE = Duration.ofSeconds(60);
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

    private final JdbcClient sql;
    private final InstantSource clock;

    Claims(JdbcClient sql, @Qualifier("operationalClock") InstantSource operationalClock) {
        this.sql = sql;
        this.clock = operationalClock;
    }

    /**
     * Who has a case.
     *
     * @param until when it returns, by the operational clock
     * @param left the same as a length
     */
    public record Claim(String agent, OffsetDateTime until, Duration left) {}

    /** Takes a case that nobody has, or keeps it for longer; false when another has it. */
    public boolean take(SubjectId subject, String agent) {
        Instant now = clock.instant();
        return sql.sql("""
                        INSERT INTO outbox.desk_claim AS c (subject, agent, taken_at, until)
                        VALUES (:subject, :agent, :now, :until)
                        ON CONFLICT (subject) DO UPDATE SET agent = excluded.agent, until = excluded.until,
                            taken_at = CASE WHEN c.agent = excluded.agent AND c.until > :now
                                THEN c.taken_at ELSE excluded.taken_at END
                        WHERE c.agent = excluded.agent OR c.until <= :now""")
                        .param("subject", subject.toString())
                        .param("agent", agent)
                        .param("now", at(now))
                        .param("until", at(now.plus(LEASE)))
                        .update()
                == 1;
    }

    /** Whoever works on a case that is his keeps it for longer. */
    public void keep(SubjectId subject, String agent) {
        Instant now = clock.instant();
        sql.sql(
                        "UPDATE outbox.desk_claim SET until = :until WHERE subject = :subject AND agent = :agent AND until > :now")
                .param("subject", subject.toString())
                .param("agent", agent)
                .param("now", at(now))
                .param("until", at(now.plus(LEASE)))
                .update();
    }

    public void giveBack(SubjectId subject, String agent) {
        sql.sql("DELETE FROM outbox.desk_claim WHERE subject = :subject AND agent = :agent")
                .param("subject", subject.toString())
                .param("agent", agent)
                .update();
    }

    public Optional<Claim> of(SubjectId subject) {
        return Optional.ofNullable(of(List.of(subject)).get(subject));
    }

    /** Who has which of these cases. */
    public Map<SubjectId, Claim> of(List<SubjectId> subjects) {
        Instant now = clock.instant();
        Map<SubjectId, Claim> claims = new HashMap<>();
        sql.sql("SELECT subject, agent, until FROM outbox.desk_claim WHERE subject = ANY (:subjects) AND until > :now")
                .param("subjects", subjects.stream().map(SubjectId::toString).toArray(String[]::new))
                .param("now", at(now))
                .query(row -> {
                    claims.put(
                            SubjectId.parse(row.getString("subject")),
                            claim(row.getString("agent"), row.getObject("until", OffsetDateTime.class), now));
                });
        return claims;
    }

    private static Claim claim(String agent, OffsetDateTime until, Instant now) {
        return new Claim(agent, until.withOffsetSameInstant(SHANGHAI), Duration.between(now, until.toInstant()));
    }

    /**
     * A case that somebody has.
     *
     * @param takenAt since when, by the operational clock like {@code until}
     */
    public record Held(SubjectId subject, String agent, OffsetDateTime takenAt, OffsetDateTime until) {}

    /** Who has what, those that return first before the others. */
    public List<Held> held(int max) {
        return sql.sql("SELECT * FROM outbox.desk_claim WHERE until > :now ORDER BY until, subject LIMIT :max")
                .param("now", at(clock.instant()))
                .param("max", max)
                .query((row, _) -> new Held(
                        SubjectId.parse(row.getString("subject")),
                        row.getString("agent"),
                        row.getObject("taken_at", OffsetDateTime.class).withOffsetSameInstant(SHANGHAI),
                        row.getObject("until", OffsetDateTime.class).withOffsetSameInstant(SHANGHAI)))
                .list();
    }

    // ---- who else is there

    /** Says that this person has the case before him. */
    public void isHere(SubjectId subject, String agent) {
        sql.sql("""
                        INSERT INTO outbox.desk_presence (subject, agent, seen_at) VALUES (:subject, :agent, :now)
                        ON CONFLICT (subject, agent) DO UPDATE SET seen_at = excluded.seen_at""")
                .param("subject", subject.toString())
                .param("agent", agent)
                .param("now", at(clock.instant()))
                .update();
        sql.sql("DELETE FROM outbox.desk_presence WHERE seen_at < :before")
                .param("before", at(clock.instant().minus(HERE.multipliedBy(10))))
                .update();
    }

    /** Who else has it before him. */
    public List<String> othersHere(SubjectId subject, String agent) {
        return sql.sql("""
                        SELECT agent FROM outbox.desk_presence
                        WHERE subject = :subject AND agent <> :agent AND seen_at > :since ORDER BY agent""")
                .param("subject", subject.toString())
                .param("agent", agent)
                .param("since", at(clock.instant().minus(HERE)))
                .query((row, _) -> row.getString("agent"))
                .list();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
