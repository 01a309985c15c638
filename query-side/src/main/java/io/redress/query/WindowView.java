package io.redress.query;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Layer;
import io.redress.api.window.Obligation;
import io.redress.query.SheetReader.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One response window.
 *
 * @param name of the obligation, as people read it
 * @param number counted from 1 for each subject, obligation and owner
 * @param owedBy who holds the ball while it is open
 * @param dueAt open on [openedAt, dueAt); while it is suspended, the dueAt it had
 * @param remainingSeconds whole seconds until dueAt, below 0 when it is over and the lapse not recorded yet; of a
 *     suspended window, what was left when it was suspended; null when it is closed
 * @param closedAt the act that met it or made it moot; of a lapse, dueAt
 * @param lapsed whether it ever lapsed: stays true when the act came late
 * @param rescinded whether a lapse was taken back, because the duty had been done in time and was recorded late
 * @param unheard whether it lapsed although we had told its owner nothing of it by dueAt, so that it does not count
 *     against the owner
 * @param length as it was written, null where an agreed instant stands in its place
 * @param document the version that spoke, where the layer is a document
 * @param clause of DB4401/T 171-2022
 * @param provisional dueAt rests on days whose holidays are not fixed yet
 * @param proposedDueAt a later dueAt that waits for the other side's answer
 */
public record WindowView(
        SubjectId subject,
        Obligation obligation,
        Texts.Bilingual name,
        int number,
        Party owedBy,
        OffsetDateTime openedAt,
        OffsetDateTime dueAt,
        WindowOutcome outcome,
        @Nullable Long remainingSeconds,
        @Nullable OffsetDateTime closedAt,
        boolean lapsed,
        boolean rescinded,
        boolean unheard,
        Layer layer,
        @Nullable String length,
        @Nullable DocumentVersion document,
        String clause,
        boolean provisional,
        @Nullable OffsetDateTime suspendedAt,
        @Nullable OffsetDateTime proposedDueAt) {

    /** Reads a row that {@link WindowRows} wrote, as it stands at {@code now}. */
    public static WindowView of(Row row, Instant now) throws SQLException {
        OffsetDateTime dueAt = row.time("due_at");
        WindowOutcome outcome = WindowOutcome.of(row.text("outcome"));
        @Nullable OffsetDateTime suspendedAt = row.timeIfAny("suspended_at");
        @Nullable String document = row.textIfAny("document");
        return new WindowView(
                SubjectId.parse(row.text("subject")),
                Obligation.of(row.text("obligation")),
                Texts.word(row.text("obligation")),
                row.count("number"),
                Party.parse(row.text("owed_by")),
                row.time("opened_at"),
                dueAt,
                outcome,
                remaining(outcome, dueAt, suspendedAt, now),
                row.timeIfAny("closed_at"),
                row.flag("lapsed"),
                row.flag("rescinded"),
                row.flag("unheard") && (outcome == WindowOutcome.LAPSED || outcome == WindowOutcome.MET_LATE),
                Layer.of(row.text("layer")),
                row.textIfAny("length"),
                document == null ? null : new DocumentVersion(SubjectId.parse(document), row.count("document_version")),
                row.text("clause"),
                row.flag("provisional"),
                suspendedAt,
                row.timeIfAny("proposed_due_at"));
    }

    private static @Nullable Long remaining(
            WindowOutcome outcome, OffsetDateTime dueAt, @Nullable OffsetDateTime suspendedAt, Instant now) {
        return switch (outcome) {
            case OPEN -> Duration.between(now, dueAt.toInstant()).toSeconds();
            case SUSPENDED ->
                suspendedAt == null
                        ? null
                        : Duration.between(suspendedAt, dueAt).toSeconds();
            case MET, MET_LATE, LAPSED, WITHDRAWN -> null;
        };
    }
}
