package io.redress.command.notice;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.api.window.RecordUnheard;
import io.redress.api.window.WindowKey;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Windows that lapsed before their owner was told. That is found here, beside the histories; but it has to stand in the
 * history, from which every sheet is made. A row waits until it stands there, however often that is tried.
 */
final class Unheard {
    private static final Logger log = LoggerFactory.getLogger(Unheard.class);
    private static final int AT_ONCE = 100;

    private final JdbcClient sql;
    private final NoticeClock.Recording recording;

    Unheard(JdbcClient sql, NoticeClock.Recording recording) {
        this.sql = sql;
        this.recording = recording;
    }

    private record Row(WindowKey window, @Nullable Instant toldAt) {}

    /** In the transaction in which it is found. */
    void found(WindowKey window, @Nullable Instant toldAt) {
        sql.sql("""
                        INSERT INTO outbox.unheard (window_of, obligation, owed_by, number, told_at)
                        VALUES (:window_of, :obligation, :owed_by, :number, :told) ON CONFLICT DO NOTHING""")
                .params(Inboxes.key(window))
                .param("told", Inboxes.utcIfAny(toldAt))
                .update();
    }

    /** Records what was found; what cannot be recorded now is tried again the next time. */
    void recordAll(Instant now) {
        List<Row> rows = sql.sql("SELECT * FROM outbox.unheard LIMIT ?")
                .param(AT_ONCE)
                .query((row, _) -> {
                    @Nullable OffsetDateTime told = row.getObject("told_at", OffsetDateTime.class);
                    return new Row(
                            new WindowKey(
                                    SubjectId.parse(row.getString("window_of")),
                                    Obligation.of(row.getString("obligation")),
                                    Party.parse(row.getString("owed_by")),
                                    row.getInt("number")),
                            told == null ? null : told.toInstant());
                })
                .list();
        rows.forEach(row -> record(row, now));
    }

    private void record(Row row, Instant now) {
        WindowKey window = row.window();
        try {
            recording.record(new RecordUnheard(window.subject().owner(), now, window, row.toldAt()));
        } catch (RuntimeException e) {
            log.warn(
                    "{} could not record what was unheard and will be asked again: {}", window.subject(), e.toString());
            return;
        }
        sql.sql("""
                        DELETE FROM outbox.unheard WHERE (window_of, obligation, owed_by, number)
                            = (:window_of, :obligation, :owed_by, :number)""").params(Inboxes.key(window)).update();
    }
}
