package io.redress.query.partyrecord;

import io.redress.api.EventTypes;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Obligation;
import io.redress.query.Asked;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.PersonalData;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import io.redress.query.SheetReader.Rows;
import io.redress.query.Texts;
import io.redress.query.WindowOutcome;
import io.redress.query.WindowView;
import io.redress.query.partyrecord.PartyRecordView.Excluded;
import io.redress.query.partyrecord.PartyRecordView.Figures;
import io.redress.query.partyrecord.PartyRecordView.InterventionView;
import io.redress.query.partyrecord.PartyRecordView.Interventions;
import io.redress.query.partyrecord.PartyRecordView.Line;
import io.redress.query.partyrecord.PartyRecordView.RatingView;
import io.redress.query.partyrecord.PartyRecordView.Ratings;
import io.redress.query.partyrecord.PartyRecordView.Sources;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the records of parties. */
@Component
public final class PartyRecordQueries {
    /**
     * The part of a record that is asked for.
     *
     * @param from the first day whose openings and ratings are counted, in Asia/Shanghai; null for all before
     * @param to the last one, null for all after
     * @param room the only one whose cases are counted, null for all
     */
    public record Part(
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String room) {
        /** All of it. */
        public static final Part WHOLE = new Part(null, null, null);

        private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

        /**
         * @param at the column with the moment that counts
         * @param subject the column with the subject of the case
         */
        Question limit(Question question, String at, String subject) {
            if (from != null) {
                question.and("AND " + at + " >= ?", from.atStartOfDay(ZONE).toInstant());
            }
            if (to != null) {
                question.and(
                        "AND " + at + " < ?", to.plusDays(1).atStartOfDay(ZONE).toInstant());
            }
            return question.ifAny(
                    "AND EXISTS (SELECT FROM read_model.party_record_case c WHERE c.room = ? AND c.subject = " + subject
                            + ")",
                    room);
        }
    }

    /** What of windows counts as what. */
    static final String COUNTS = """
            count(*) AS opened,
                count(*) FILTER (WHERE outcome = 'met') AS met_in_time,
                count(*) FILTER (WHERE outcome = 'met-late' AND NOT unheard) AS met_late,
                count(*) FILTER (WHERE outcome = 'lapsed' AND NOT unheard) AS lapsed,
                count(*) FILTER (WHERE outcome = 'lapsed' AND NOT unheard AND undone AND NOT over) AS lapsed_still_owed,
                count(*) FILTER (WHERE outcome IN ('lapsed', 'met-late') AND unheard) AS unheard,
                count(*) FILTER (WHERE outcome = 'withdrawn') AS withdrawn,
                count(*) FILTER (WHERE outcome = 'open') AS open,
                count(*) FILTER (WHERE outcome = 'suspended') AS suspended,
                count(*) FILTER (WHERE rescinded) AS rescinded""";

    private static final String FIGURES = "SELECT obligation, " + COUNTS + """
                ,
                floor(percentile_disc(0.5) WITHIN GROUP (
                        ORDER BY EXTRACT(EPOCH FROM closed_at - opened_at) - stood_micros / 1000000.0)
                    FILTER (WHERE outcome = 'met' OR (outcome = 'met-late' AND NOT unheard)))::bigint AS median_seconds""";

    private static final String RATINGS = """
            SELECT count(*) AS given,
                count(*) FILTER (WHERE stars = 1) AS one_star, count(*) FILTER (WHERE stars = 2) AS two_stars,
                count(*) FILTER (WHERE stars = 3) AS three_stars, count(*) FILTER (WHERE stars = 4) AS four_stars,
                count(*) FILTER (WHERE stars = 5) AS five_stars""";

    /** An intervention seen by one of those who stand in its case; the party is named three times. */
    private static final String SEEN = """
            SELECT * FROM (
                SELECT i.*, c.consumer, c.merchant, c.operator, CASE
                    WHEN i.outcome <> 'decided' THEN i.outcome
                    WHEN i.ordered = ? THEN 'decided-against'
                    WHEN c.consumer = ? THEN
                        CASE WHEN i.ordered IS NULL THEN 'decided-against' ELSE 'decided-for' END
                    WHEN c.respondent = ? THEN 'decided-for'
                    ELSE 'decided-on-others' END AS standing
                FROM read_model.party_record_intervention i
                JOIN read_model.party_record_case c ON c.subject = i.case_subject) seen
            WHERE""";

    private static final String WINDOWS_CURSOR = "party-windows";
    private static final String INTERVENTIONS_CURSOR = "party-interventions";
    private static final String RATINGS_CURSOR = "party-ratings";
    private static final Texts TEXTS = new Texts("partyrecord");

    private final SheetReader sheets;
    private final PersonalData personal;

    PartyRecordQueries(SheetReader sheets, PersonalData personal) {
        this.sheets = sheets;
        this.personal = personal;
    }

    private record Counted(@Nullable Obligation obligation, Figures figures) {}

    private record Placed<T>(T item, OffsetDateTime at, long position, int index) {}

    /**
     * The record of a party; empty when it never owed anything, stands in no case that the platform took up, and was
     * never rated.
     */
    public Optional<PartyRecordView> read(Reader reader, Party party, Part part) {
        return sheets.atOnce(
                reader,
                rows -> isKnown(rows, reader, party)
                        ? Optional.of(known(rows, reader, party, part))
                        : Optional.empty());
    }

    private static boolean isKnown(Rows rows, Reader reader, Party party) {
        return Stream.of(
                        owed(reader, party, Part.WHOLE),
                        seen(reader, party, Part.WHOLE),
                        rated(reader, party, Part.WHOLE))
                .anyMatch(any -> rows.one(any.and("LIMIT 1"), _ -> true).isPresent());
    }

    /** The windows that the party owed. */
    private static Question owed(Reader reader, Party party, Part part) {
        return owed("SELECT *", reader, party, part);
    }

    private static Question owed(String select, Reader reader, Party party, Part part) {
        String from = " FROM read_model.party_record_window w WHERE owed_by = ?";
        return part.limit(
                impartial(reader, "w.owner", Question.of(select + from, party.toString())), "w.opened_at", "w.owner");
    }

    /** What consumers said of the party. */
    private static Question rated(Reader reader, Party party, Part part) {
        return rated("SELECT *", reader, party, part);
    }

    private static Question rated(String select, Reader reader, Party party, Part part) {
        String from = " FROM read_model.party_record_rating r WHERE rated = ?";
        return part.limit(
                impartial(reader, "r.case_subject", Question.of(select + from, party.toString())),
                "r.rated_at",
                "r.case_subject");
    }

    /**
     * Only what belongs to no case that this reader, at the platform's desk, keeps away from: the record of one party
     * must not show the case of another. Counts leave them out too, so that figures and rows agree.
     *
     * @param subject the column with the subject of the case
     */
    private static Question impartial(Reader reader, String subject, Question question) {
        if (reader.kind() == Reader.Kind.AGENT) {
            question.and("AND EXISTS (SELECT FROM read_model.party_record_case k WHERE k.subject = " + subject);
            for (Role role : List.of(Role.CONSUMER, Role.MERCHANT, Role.ROOM_OPERATOR)) {
                String column = switch (role) {
                    case CONSUMER -> "k.consumer";
                    case MERCHANT -> "k.merchant";
                    default -> "COALESCE(k.operator, 'room-operator:' || right(k.merchant, -length('merchant:')))";
                };
                reader.avoided(role).forEach(name -> question.and("AND " + column + " <> ?", role.word() + ":" + name));
            }
            question.and(")");
        }
        return question;
    }

    private static PartyRecordView known(Rows rows, Reader reader, Party party, Part part) {
        Question figures =
                owed(FIGURES, reader, party, part).and("GROUP BY GROUPING SETS ((obligation), ()) ORDER BY obligation");
        Figures total = Figures.NONE;
        List<Line> lines = new ArrayList<>();
        for (Counted counted : rows.list(figures, PartyRecordQueries::counted)) {
            if (counted.obligation() == null) {
                total = counted.figures();
            } else {
                lines.add(new Line(counted.obligation(), counted.figures()));
            }
        }
        Lists lists = new Lists(party, part);
        Interventions interventions = interventions(rows, reader, party, part);
        return new PartyRecordView(
                party,
                registered(rows, party),
                part.from(),
                part.to(),
                part.room(),
                total,
                lines,
                excluded(rows, reader, total, interventions, lists),
                interventions,
                rows.one(rated(RATINGS, reader, party, part), PartyRecordQueries::ratings)
                        .orElseThrow(),
                Sources.of(lists));
    }

    private static List<Excluded> excluded(
            Rows rows, Reader reader, Figures total, Interventions interventions, Lists lists) {
        List<Excluded> excluded = new ArrayList<>();
        exclude("windows", "open", total.open(), lists.windows("outcome", "open"), excluded);
        exclude("windows", "suspended", total.suspended(), lists.windows("outcome", "suspended"), excluded);
        exclude("windows", "rescinded", total.rescinded(), lists.windows("rescinded", "true"), excluded);
        exclude("windows", "unheard", total.unheard(), lists.windows("unheard", "true"), excluded);
        Question withdrawn = owed("SELECT withdrawn_by, count(*) AS counted", reader, lists.party(), lists.part())
                .and("AND outcome = 'withdrawn' GROUP BY withdrawn_by ORDER BY withdrawn_by");
        excluded.addAll(rows.list(withdrawn, row -> {
            String by = row.text("withdrawn_by");
            return new Excluded(
                    "windows",
                    "withdrawn",
                    by,
                    row.number("counted"),
                    why("windows", "withdrawn"),
                    lists.windows("withdrawnBy", by));
        }));
        exclude("interventions", "open", interventions.open(), lists.interventions("outcome", "open"), excluded);
        exclude("interventions", "ended", interventions.ended(), lists.interventions("outcome", "ended"), excluded);
        exclude(
                "interventions",
                "rescinded",
                interventions.rescinded(),
                lists.interventions("outcome", "rescinded"),
                excluded);
        return excluded;
    }

    private static void exclude(String what, String reason, long count, String href, List<Excluded> excluded) {
        if (count > 0) {
            excluded.add(new Excluded(what, reason, null, count, why(what, reason), href));
        }
    }

    static Texts.Bilingual why(String what, String reason) {
        return TEXTS.say(List.of(what + "." + reason), _ -> List.of());
    }

    private static Ratings ratings(Row row) throws SQLException {
        return new Ratings(
                row.number("given"),
                row.number("one_star"),
                row.number("two_stars"),
                row.number("three_stars"),
                row.number("four_stars"),
                row.number("five_stars"));
    }

    private static @Nullable Boolean registered(Rows rows, Party party) {
        return party.role() == Role.CONSUMER
                ? null
                : rows.one(
                                Question.of(
                                        "SELECT 1 FROM read_model.statement WHERE kind = 'party' AND said_by = ? LIMIT 1",
                                        party.toString()),
                                _ -> true)
                        .isPresent();
    }

    private static Counted counted(Row row) throws SQLException {
        @Nullable String obligation = row.textIfAny("obligation");
        @Nullable String median = row.textIfAny("median_seconds");
        return new Counted(
                obligation == null ? null : Obligation.of(obligation),
                new Figures(
                        row.number("opened"),
                        row.number("met_in_time"),
                        row.number("met_late"),
                        row.number("lapsed"),
                        row.number("lapsed_still_owed"),
                        row.number("withdrawn"),
                        row.number("open"),
                        row.number("suspended"),
                        row.number("rescinded"),
                        row.number("unheard"),
                        median == null ? null : Long.valueOf(median)));
    }

    private static Interventions interventions(Rows rows, Reader reader, Party party, Part part) {
        Map<String, Long> counts = new HashMap<>();
        Question question = seen(reader, party, part)
                .around("SELECT standing, count(*) AS counted FROM (", ") one GROUP BY standing");
        rows.list(question, row -> Map.entry(row.text("standing"), row.number("counted")))
                .forEach(standing -> counts.put(standing.getKey(), standing.getValue()));
        return new Interventions(
                counts.values().stream().mapToLong(Long::longValue).sum(),
                counts.getOrDefault("open", 0L),
                counts.getOrDefault("decided-against", 0L),
                counts.getOrDefault("decided-for", 0L),
                counts.getOrDefault("decided-on-others", 0L),
                counts.getOrDefault("settled", 0L),
                counts.getOrDefault("referred", 0L),
                counts.getOrDefault("ended", 0L),
                counts.getOrDefault("rescinded", 0L));
    }

    /** The interventions on the cases in which the party stands; the platform stands in all of them. */
    private static Question seen(Reader reader, Party party, Part part) {
        String name = party.toString();
        Question seen = Question.of(SEEN, name, name, name);
        Question own = switch (party.role()) {
            case CONSUMER -> seen.and("consumer = ?", name);
            case MERCHANT -> seen.and("merchant = ?", name);
            case ROOM_OPERATOR -> seen.and("operator = ?", name);
            case PLATFORM -> seen.and("true");
        };
        return part.limit(impartial(reader, "seen.case_subject", own), "opened_at", "seen.case_subject");
    }

    /**
     * Which of the windows behind the figures.
     *
     * @param obligation only these, or null for all
     * @param outcome only those that stand so, or null for all
     * @param owed only lapsed ones whose duty is owed still (or is not), or null for all
     * @param rescinded only those of which a lapse was taken back (or was not), or null for all
     * @param unheard only those that lapsed before their owner was told (or all others), or null for all
     * @param withdrawnBy only those that this made moot, or null for all
     */
    public record Which(
            @Nullable Obligation obligation,
            @Nullable WindowOutcome outcome,
            @Nullable Boolean owed,
            @Nullable Boolean rescinded,
            @Nullable Boolean unheard,
            @Nullable String withdrawnBy) {
        /** All of them. */
        public static final Which ALL = new Which(null, null, null, null, null, null);

        /** As it is asked for in an address, in the same order. */
        public static Which asked(
                @Nullable String obligation,
                @Nullable String outcome,
                @Nullable String owed,
                @Nullable String rescinded,
                @Nullable String unheard,
                @Nullable String withdrawnBy) {
            return new Which(
                    Asked.oneOf("obligation", obligation, Obligation.values(), Obligation::id),
                    Asked.oneOf("outcome", outcome, WindowOutcome.values(), WindowOutcome::word),
                    Asked.flag("owed", owed),
                    Asked.flag("rescinded", rescinded),
                    Asked.flag("unheard", unheard),
                    Asked.oneOf("withdrawnBy", withdrawnBy, List.copyOf(EventTypes.all()), word -> word));
        }

        Question limit(Question question) {
            return question.ifAny("AND obligation = ?", obligation == null ? null : obligation.id())
                    .ifAny("AND outcome = ?", outcome == null ? null : outcome.word())
                    .ifAny("AND (outcome = 'lapsed' AND undone AND NOT over) = ?", owed)
                    .ifAny("AND rescinded = ?", rescinded)
                    .ifAny("AND (unheard AND outcome IN ('lapsed', 'met-late')) = ?", unheard)
                    .ifAny("AND outcome = 'withdrawn' AND withdrawn_by = ?", withdrawnBy);
        }
    }

    /** The windows behind the figures, in the order in which they opened. */
    public Page<WindowView> windows(
            Reader reader, Party party, Part part, Which which, @Nullable String cursor, int limit, Instant now) {
        return windows(sheets, reader, which.limit(owed(reader, party, part)), cursor, limit, now);
    }

    /** A page of the windows that are asked for, in the order in which they opened. */
    static Page<WindowView> windows(
            SheetReader sheets, Reader reader, Question question, @Nullable String cursor, int limit, Instant now) {
        Cursor after = Cursor.read(WINDOWS_CURSOR, 3, cursor);
        if (after != null) {
            question.and(
                    "AND (opened_at, opened_position, opened_index) > (?, ?, ?)",
                    after.time(0),
                    after.number(1),
                    after.number(2));
        }
        question.and("ORDER BY opened_at, opened_position, opened_index LIMIT ?", limit + 1);
        return unplaced(Page.of(
                sheets.list(
                        reader,
                        question,
                        row -> new Placed<>(
                                WindowView.of(row, now),
                                row.time("opened_at"),
                                row.number("opened_position"),
                                row.count("opened_index"))),
                limit,
                last -> Cursor.of(WINDOWS_CURSOR, last.at(), last.position(), last.index())));
    }

    /**
     * The interventions behind the figures, in the order in which they opened.
     *
     * @param outcome only those that stand so for the party, or null for all
     */
    public Page<InterventionView> interventions(
            Reader reader, Party party, Part part, @Nullable String outcome, @Nullable String cursor, int limit) {
        Question question = seen(reader, party, part).ifAny("AND standing = ?", outcome);
        Cursor after = Cursor.read(INTERVENTIONS_CURSOR, 2, cursor);
        if (after != null) {
            question.and("AND (opened_at, opened_position) > (?, ?)", after.time(0), after.number(1));
        }
        question.and("ORDER BY opened_at, opened_position LIMIT ?", limit + 1);
        return unplaced(Page.of(
                sheets.list(
                        reader,
                        question,
                        row -> new Placed<>(
                                intervention(row), row.time("opened_at"), row.number("opened_position"), 0)),
                limit,
                last -> Cursor.of(INTERVENTIONS_CURSOR, last.at(), last.position())));
    }

    private static InterventionView intervention(Row row) throws SQLException {
        @Nullable String ordered = row.textIfAny("ordered");
        return new InterventionView(
                SubjectId.parse(row.text("case_subject")).intervention(),
                row.time("opened_at"),
                row.text("standing"),
                ordered == null ? null : Party.parse(ordered),
                row.timeIfAny("ended_at"));
    }

    /**
     * What consumers said of the party, in the order in which they said it.
     *
     * @param stars only those of so many, or null for all
     */
    public Page<RatingView> ratings(
            Reader reader, Party party, Part part, @Nullable Integer stars, @Nullable String cursor, int limit) {
        Question question = rated(reader, party, part).ifAny("AND stars = ?", stars);
        Cursor after = Cursor.read(RATINGS_CURSOR, 2, cursor);
        if (after != null) {
            question.and("AND (rated_at, rated_position) > (?, ?)", after.time(0), after.number(1));
        }
        question.and("ORDER BY rated_at, rated_position LIMIT ?", limit + 1);
        return opened(
                reader,
                unplaced(Page.of(
                        sheets.list(
                                reader,
                                question,
                                row -> new Placed<>(
                                        new RatingView(
                                                SubjectId.parse(row.text("case_subject")),
                                                row.time("rated_at"),
                                                row.count("stars"),
                                                row.personalIfAny("comment")),
                                        row.time("rated_at"),
                                        row.number("rated_position"),
                                        0)),
                        limit,
                        last -> Cursor.of(RATINGS_CURSOR, last.at(), last.position()))));
    }

    /** With the comments as far as they are open. */
    private Page<RatingView> opened(Reader reader, Page<RatingView> sealed) {
        List<SubjectId> commented = sealed.items().stream()
                .filter(rating -> rating.comment() != null)
                .map(RatingView::subject)
                .distinct()
                .toList();
        if (commented.isEmpty()) {
            return sealed;
        }
        PersonalData.Opened opened = personal.of(reader, commented);
        return new Page<>(
                sealed.items().stream()
                        .map(rating -> rating.comment() == null
                                ? rating
                                : rating.saying(PersonalText.of(opened.text(rating.subject(), rating.comment()))))
                        .toList(),
                sealed.next());
    }

    private static <T> Page<T> unplaced(Page<Placed<T>> page) {
        return new Page<>(page.items().stream().map(Placed::item).toList(), page.next());
    }
}
