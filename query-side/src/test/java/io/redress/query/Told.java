package io.redress.query;

import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.order.OrderLine;
import io.redress.api.order.OrderRegistered;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.returns.ReturnKind;
import io.redress.api.returns.ReturnReason;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events as the command side would store them, told shortly. */
public final class Told {
    public static final Parties PARTIES = new Parties("U1", "M1", "H1", "L1");
    public static final Party CONSUMER = Party.consumer("U1");
    public static final Party MERCHANT = Party.merchant("M1");
    public static final Party OPERATOR = Party.roomOperator("H1");
    public static final Party PLATFORM = Party.PLATFORM;

    private static final Instant START = Instant.parse("2026-11-11T12:00:00Z");

    private Told() {}

    /** So many hours after 2026-11-11T20:00+08:00. */
    public static Instant hour(int hours) {
        return START.plus(hours, ChronoUnit.HOURS);
    }

    /** The same moment as sheets show it. */
    public static OffsetDateTime shown(Instant moment) {
        return moment.atOffset(ZoneOffset.ofHours(8));
    }

    public static SubjectId order(String id) {
        return SubjectId.order(id);
    }

    public static SubjectId returned(String id) {
        return SubjectId.returnRequest(id);
    }

    public static SubjectId complaint(String id) {
        return SubjectId.complaint(id);
    }

    public static WindowKey window(SubjectId subject, Obligation obligation, Party owedBy) {
        return new WindowKey(subject, obligation, owedBy, 1);
    }

    public static Change.Opened opened(WindowKey window, Instant at, int hours) {
        return new Change.Opened(
                window,
                at,
                at.plus(hours, ChronoUnit.HOURS),
                Length.parse("PT" + hours + "H"),
                Layer.DEFAULT,
                null,
                "6.4.2 c",
                false,
                null);
    }

    public static Change met(WindowKey window) {
        return new Change.Met(window, false, null);
    }

    public static Change metLate(WindowKey window) {
        return new Change.Met(window, true, null);
    }

    /** Done in time, and told after the lapse was recorded. */
    public static Change[] metAfterAll(WindowKey window, Instant occurredAt) {
        return new Change[] {new Change.Rescinded(window), new Change.Met(window, false, occurredAt)};
    }

    /** The fact was wrong: it occurred then or, with null, never. */
    public static FactCorrected corrected(
            SubjectId subject,
            Instant at,
            Fact fact,
            @Nullable Instant occurredAt,
            List<String> lines,
            @Nullable Long notPaidFen,
            Change... changes) {
        return new FactCorrected(
                subject,
                at,
                MERCHANT,
                fact,
                occurredAt,
                lines,
                occurredAt == null ? lines : List.of(),
                null,
                notPaidFen,
                PersonalText.of("mistyped"),
                List.of(),
                List.of(changes));
    }

    public static Change withdrawn(WindowKey window) {
        return new Change.Withdrawn(window);
    }

    public static Change ended(SubjectId subject, Ending ending) {
        return new Change.Ended(subject, ending, null);
    }

    /** The lapse of a window, processed at {@code at}, and what it caused. */
    public static WindowLapsed lapse(WindowKey window, Instant dueAt, Instant at, Change... caused) {
        List<Change> changes = new ArrayList<>(List.of(new Change.Lapsed(window, dueAt)));
        changes.addAll(List.of(caused));
        return new WindowLapsed(window.subject().owner(), at, PLATFORM, window, changes);
    }

    /** The two windows with which an intervention begins: take up within 24 h, solve within 120 h. */
    public static Change[] intervention(SubjectId demand, Instant at) {
        return new Change[] {
            opened(takeUp(demand), at, 24), opened(solve(demand), at, 120),
        };
    }

    public static WindowKey takeUp(SubjectId demand) {
        return window(demand.intervention(), Obligation.PLATFORM_OPEN_INTERVENTION, PLATFORM);
    }

    public static WindowKey solve(SubjectId demand) {
        return window(demand.intervention(), Obligation.PLATFORM_PROVIDE_SOLUTION, PLATFORM);
    }

    public static OrderRegistered registered(String id, Instant at, Change... changes) {
        return new OrderRegistered(
                order(id),
                at,
                CONSUMER,
                PARTIES,
                at,
                List.of(new OrderLine("1", 10_000, true), new OrderLine("2", 2_500, false)),
                null,
                null,
                List.of(changes));
    }

    public static ReturnFiled filed(String id, Instant at, long amountFen, Change... changes) {
        return new ReturnFiled(
                returned(id),
                at,
                CONSUMER,
                order("O1"),
                PARTIES,
                ReturnKind.REFUND_ONLY,
                ReturnReason.QUALITY,
                List.of("1"),
                amountFen,
                false,
                null,
                List.of(changes));
    }

    public static ComplaintFiled complained(String id, Instant at, Change... changes) {
        return new ComplaintFiled(
                complaint(id), at, CONSUMER, null, PARTIES, Side.MERCHANT, false, 0, null, List.of(changes));
    }
}
