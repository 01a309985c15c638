package io.redress.query.platformqueue;

import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import io.redress.query.Texts;
import io.redress.query.platformqueue.QueueItemView.LapseView;
import io.redress.query.platformqueue.QueueItemView.ProposedView;
import io.redress.query.platformqueue.QueueItemView.ReasonView;
import io.redress.query.platformqueue.QueueItemView.Repeated;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the platform's queue. */
@Component
public final class PlatformQueueQueries {
    private static final String CURSOR = "queue";

    /** Marked first, then the soonest dueAt, then the larger amount, then the older. */
    private static final String MARKED_FIRST = "(CASE WHEN i.marked THEN 0 ELSE 1 END)";

    private static final String ORDER =
            MARKED_FIRST + ", COALESCE(i.due_at, 'infinity'), -i.amount_fen, i.put_at, i.put_position, i.kind";

    /**
     * The database takes the row-level policy for so narrow that it would read all cases first and sort their items; a
     * subquery that it may not dissolve makes it walk the items in their order, and stop.
     */
    private static final String ITS_CASE = """
            CROSS JOIN LATERAL (SELECT * FROM read_model.queue_case WHERE subject = i.case_subject OFFSET 0) c""";

    /** The few cases of a party are found first. */
    private static final String CASES =
            "JOIN read_model.queue_case c ON c.subject = i.case_subject AND c.reached_at IS NOT NULL";

    /** Other cases than {@code c}, not of the same order, that reached the platform in the 30 days before the item did. */
    private static final String OTHERS_LATELY = """
            o.reached_at > i.put_at - INTERVAL '30 days' AND o.reached_at <= i.put_at AND o.subject <> c.subject
                AND (o.order_subject = c.order_subject) IS NOT TRUE""";

    private static final String SHOWN = """
            SELECT i.*, c.order_subject, c.ordered_fen, c.consumer, c.merchant, c.operator, c.room, c.serious,
                c.consumer <> '' AND EXISTS (SELECT FROM read_model.queue_case o
                    WHERE o.consumer = c.consumer AND o.merchant = c.merchant AND %1$s) AS again_by_consumer,
                c.merchant <> '' AND (SELECT count(*) FROM (SELECT FROM read_model.queue_case o
                    WHERE o.merchant = c.merchant AND o.room = c.room AND %1$s LIMIT 3) same) = 3 AS again_by_room,
                l.subject AS lapse_subject, l.obligation AS lapse_obligation, l.owed_by AS lapse_owed_by,
                l.due_at AS lapse_due_at, l.recorded_at AS lapse_recorded_at, l.alert AS lapse_alert,
                l.rescinded AS lapse_rescinded, l.unheard AS lapse_unheard
            FROM i
            JOIN read_model.queue_case c ON c.subject = i.case_subject
            LEFT JOIN read_model.queue_lapse l ON l.put_position = i.put_position AND l.kind = i.kind""".formatted(OTHERS_LATELY);

    /** A row of the answer: an item, whose lists are still to be filled, and one of its lapses if it has any. */
    private record Line(
            QueueItemView item, long position, @Nullable LapseView lapse, boolean alert) {}

    private final SheetReader sheets;
    private final Texts texts = new Texts("platformqueue");

    PlatformQueueQueries(SheetReader sheets) {
        this.sheets = sheets;
    }

    /**
     * Which items are asked for; null asks for all.
     *
     * @param waitsFor the window of the platform that keeps them here
     * @param party that stands in the case; the platform stands in all of them
     */
    public record Wanted(
            @Nullable ItemKind kind,
            @Nullable Boolean marked,
            @Nullable Obligation waitsFor,
            @Nullable Party party) {}

    /** The queue in the order in which it is to be taken up, without what this person at the desk may not decide. */
    public Page<QueueItemView> list(Reader reader, Wanted wanted, @Nullable String cursor, int limit) {
        Question question = Question.of("""
                WITH i AS (
                SELECT i.* FROM read_model.queue_item i %s
                WHERE true""".formatted(wanted.party() == null ? ITS_CASE : CASES))
                .openTo(reader, "c.")
                .inWhich(wanted.party(), "c.")
                .ifAny("AND " + MARKED_FIRST + " = ?", turn(wanted.marked()));
        if (wanted.kind() != null) {
            question.and("AND i.kind = ?", wanted.kind().word());
        }
        if (wanted.waitsFor() != null) {
            question.and("AND i.waits_for = ?", wanted.waitsFor().id());
        }
        Cursor after = Cursor.read(CURSOR, 6, cursor);
        if (after != null) {
            question.and(
                    "AND (" + ORDER + ") > (?, COALESCE(CAST(? AS timestamptz), 'infinity'), ?, ?, ?, ?)",
                    Boolean.parseBoolean(after.part(0)) ? 0 : 1,
                    after.part(1).isEmpty() ? null : after.time(1),
                    -after.number(2),
                    after.time(3),
                    after.number(4),
                    after.part(5));
        }
        question.and("ORDER BY " + ORDER + " LIMIT ?)", limit + 1);
        question.and(SHOWN);
        question.and("ORDER BY " + ORDER + ", l.position");
        Page<Line> page =
                Page.of(gather(sheets.list(reader, question, this::line)), limit, PlatformQueueQueries::cursor);
        return new Page<>(page.items().stream().map(Line::item).toList(), page.next());
    }

    private static @Nullable Integer turn(@Nullable Boolean marked) {
        return marked == null ? null : marked ? 0 : 1;
    }

    /** The place of the newest item; 0 when the queue is empty. */
    public long newest(Reader reader) {
        return count(reader, Question.of("SELECT COALESCE(max(put_position), 0) AS n FROM read_model.queue_item"));
    }

    /** How many of these items were put behind this place. */
    public long putSince(Reader reader, Wanted wanted, long place) {
        Question question = Question.of("""
                SELECT count(*) AS n
                FROM read_model.queue_item i JOIN read_model.queue_case c ON c.subject = i.case_subject
                WHERE i.put_position > ?""", place)
                .openTo(reader, "c.")
                .inWhich(wanted.party(), "c.")
                .ifAny("AND i.marked = ?", wanted.marked());
        if (wanted.kind() != null) {
            question.and("AND i.kind = ?", wanted.kind().word());
        }
        return count(reader, question);
    }

    /**
     * How much of a kind waits.
     *
     * @param marked of them, those whose window lapsed
     * @param suspended of them, those whose window stands still
     * @param proposed of them, those with a decision that waits for a second person
     * @param soonestDueAt when the next of them is due, or was; null when none has a deadline
     */
    public record Load(
            ItemKind kind,
            long items,
            long marked,
            long suspended,
            long proposed,
            @Nullable OffsetDateTime soonestDueAt) {}

    /** How much waits, by kind. */
    public List<Load> load(Reader reader) {
        Question question = Question.of("""
                SELECT i.kind, count(*) AS items, count(*) FILTER (WHERE i.marked) AS marked,
                    count(*) FILTER (WHERE i.suspended) AS suspended,
                    count(*) FILTER (WHERE i.proposed_at IS NOT NULL) AS proposed,
                    min(i.due_at) FILTER (WHERE NOT i.suspended) AS soonest_due_at
                FROM read_model.queue_item i JOIN read_model.queue_case c ON c.subject = i.case_subject
                WHERE true""").openTo(reader, "c.").and("GROUP BY i.kind ORDER BY i.kind");
        return sheets.list(
                reader,
                question,
                row -> new Load(
                        ItemKind.of(row.text("kind")),
                        row.number("items"),
                        row.number("marked"),
                        row.number("suspended"),
                        row.number("proposed"),
                        row.timeIfAny("soonest_due_at")));
    }

    private long count(Reader reader, Question question) {
        return sheets.one(reader, question, row -> row.number("n")).orElse(0L);
    }

    /** One line for each item, its lapses gathered in it. */
    private static List<Line> gather(List<Line> lines) {
        List<Line> items = new ArrayList<>();
        for (Line line : lines) {
            if (items.isEmpty()
                    || !items.getLast().item().id().equals(line.item().id())) {
                items.add(line);
            }
            LapseView lapse = line.lapse();
            if (lapse != null) {
                QueueItemView item = items.getLast().item();
                (line.alert() ? item.alerts() : item.furtherLapses()).add(lapse);
            }
        }
        return items;
    }

    private static Cursor cursor(Line last) {
        QueueItemView item = last.item();
        OffsetDateTime dueAt = item.dueAt();
        return Cursor.of(
                CURSOR,
                item.marked(),
                dueAt == null ? "" : dueAt,
                item.amountFen(),
                item.putAt(),
                last.position(),
                item.kind().word());
    }

    private Line line(Row row) throws SQLException {
        long position = row.number("put_position");
        ItemKind kind = ItemKind.of(row.text("kind"));
        @Nullable String order = row.textIfAny("order_subject");
        @Nullable String waitsFor = row.textIfAny("waits_for");
        QueueItemView item = new QueueItemView(
                kind.word() + "-" + position,
                kind,
                SubjectId.parse(row.text("subject")),
                SubjectId.parse(row.text("case_subject")),
                order == null ? null : SubjectId.parse(order),
                new Parties(row.text("consumer"), row.text("merchant"), row.text("operator"), row.text("room")),
                row.time("put_at"),
                waitsFor == null ? null : Obligation.of(waitsFor),
                waitsFor == null ? null : Texts.word(waitsFor),
                row.timeIfAny("due_at"),
                row.flag("suspended"),
                row.flag("provisional"),
                row.flag("marked"),
                new ArrayList<>(),
                new ArrayList<>(),
                row.flag("serious"),
                repeated(row),
                row.number("amount_fen"),
                row.numberIfAny("ordered_fen"),
                proposed(row),
                reason(row));
        return new Line(item, position, lapse(row), row.flag("lapse_alert"));
    }

    private static List<Repeated> repeated(Row row) throws SQLException {
        List<Repeated> rules = new ArrayList<>();
        if (row.flag("again_by_consumer")) {
            rules.add(Repeated.SAME_CONSUMER);
        }
        if (row.flag("again_by_room")) {
            rules.add(Repeated.SAME_ROOM);
        }
        return rules;
    }

    private static @Nullable ProposedView proposed(Row row) throws SQLException {
        @Nullable OffsetDateTime proposedAt = row.timeIfAny("proposed_at");
        return proposedAt == null
                ? null
                : new ProposedView(
                        proposedAt,
                        row.text("proposed_by"),
                        Party.parse(row.text("proposed_orders")),
                        row.number("proposed_fen"));
    }

    private static @Nullable LapseView lapse(Row row) throws SQLException {
        @Nullable String subject = row.textIfAny("lapse_subject");
        return subject == null
                ? null
                : new LapseView(
                        SubjectId.parse(subject),
                        Obligation.of(row.text("lapse_obligation")),
                        Party.parse(row.text("lapse_owed_by")),
                        row.time("lapse_due_at"),
                        row.time("lapse_recorded_at"),
                        row.flag("lapse_rescinded"),
                        row.flag("lapse_unheard"));
    }

    private ReasonView reason(Row row) throws SQLException {
        String code = row.text("reason");
        @Nullable String obligation = row.textIfAny("cause_obligation");
        @Nullable String owedBy = row.textIfAny("cause_owed_by");
        @Nullable OffsetDateTime lapsedAt = row.timeIfAny("cause_due_at");
        boolean rescinded = row.flag("cause_rescinded");
        boolean unheard = row.flag("cause_unheard");
        List<String> sentences = new ArrayList<>(List.of(rescinded ? code + "-rescinded" : code));
        if (unheard) {
            sentences.add("unheard");
        }
        Texts.Bilingual text = texts.say(sentences, place -> switch (place) {
            case "obligation" -> Texts.given(obligation);
            case "owedBy" -> Texts.given(owedBy);
            case "lapsedAt" -> Texts.given(lapsedAt);
            default -> throw new IllegalStateException("a reason has no " + place);
        });
        return new ReasonView(
                code,
                text,
                obligation == null ? null : Obligation.of(obligation),
                owedBy == null ? null : Party.parse(owedBy),
                lapsedAt,
                rescinded,
                unheard,
                row.timeIfAny("cause_met_at"));
    }
}
