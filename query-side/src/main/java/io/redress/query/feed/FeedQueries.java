package io.redress.query.feed;

import io.redress.api.SubjectId;
import io.redress.api.window.Ending;
import io.redress.api.window.Obligation;
import io.redress.query.Asked;
import io.redress.query.Cursor;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import io.redress.query.SheetReader.Rows;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the feed. A cursor names a place in the order of all events, which a rebuild does not change, and rows come into
 * sight in that order: who goes on behind the last place that it saw misses nothing and sees nothing twice.
 */
@Component
public final class FeedQueries {
    private static final String CURSOR = "events";
    private static final String SOURCE = "/api/v1/events";

    private final SheetReader sheets;

    FeedQueries(SheetReader sheets) {
        this.sheets = sheets;
    }

    /** A place in the order of everything that happened. */
    private record Place(long position, long number) implements Comparable<Place> {
        static final Place BEFORE_ALL = new Place(-1, 0);

        static Place of(Row row) throws SQLException {
            return new Place(row.number("position"), row.number("place"));
        }

        static Place of(Cursor cursor) {
            return new Place(cursor.number(0), cursor.number(1));
        }

        Cursor cursor() {
            return Cursor.of(CURSOR, position, number);
        }

        /** Both numbers with all the digits that they can have. */
        String sequence() {
            return "%019d-%04d".formatted(position, number);
        }

        @Override
        public int compareTo(Place other) {
            return position == other.position
                    ? Long.compare(number, other.number)
                    : Long.compare(position, other.position);
        }
    }

    /** One item, and the cursor that goes on behind it. */
    public record Item(Envelope envelope, Cursor cursor) {}

    /**
     * Some of what happened.
     *
     * @param next goes on behind these, and behind what the filter left out
     * @param more whether there may be more already
     */
    public record Items(List<Item> items, Cursor next, boolean more) {
        FeedPage page() {
            return new FeedPage(items.stream().map(Item::envelope).toList(), next.text());
        }
    }

    /** Where a reader begins: behind its cursor, or else where {@code from} says, which is the beginning unless said. */
    public Cursor start(Reader reader, @Nullable String cursor, @Nullable String from) {
        FeedFilter.From wanted = Asked.oneOf("from", from, FeedFilter.From.values(), FeedFilter.From::word);
        Cursor given = Cursor.read(CURSOR, 2, cursor);
        if (given != null) {
            return Place.of(given).cursor();
        }
        return wanted == FeedFilter.From.TAIL
                ? sheets.atOnce(reader, rows -> newest(reader, rows)).cursor()
                : Place.BEFORE_ALL.cursor();
    }

    /**
     * What happened behind a cursor, as far as it is the reader's to know.
     *
     * @param schemas what stands before the name of a schema in its address
     */
    public Items behind(Reader reader, Cursor cursor, FeedFilter filter, int limit, String schemas) {
        Place after = Place.of(cursor);
        Question question = Question.of(
                        "SELECT * FROM read_model.feed_event WHERE (position, place) > (?, ?)",
                        after.position(),
                        after.number())
                .openTo(reader, "");
        withoutTheDesk(reader, question);
        filter.limit(question);
        question.and("ORDER BY position, place LIMIT ?", limit);
        return sheets.atOnce(reader, rows -> {
            List<Item> items = rows.list(
                    question,
                    row -> new Item(envelope(row, schemas), Place.of(row).cursor()));
            if (items.size() == limit) {
                return new Items(items, items.getLast().cursor(), true);
            }
            // A sheet that is being replayed may not have come to the cursor yet.
            Place newest = newest(reader, rows);
            return new Items(items, (newest.compareTo(after) > 0 ? newest : after).cursor(), false);
        });
    }

    private static Place newest(Reader reader, Rows rows) {
        Question question = Question.of("SELECT position, place FROM read_model.feed_event WHERE true")
                .openTo(reader, "");
        withoutTheDesk(reader, question);
        Optional<Place> newest = rows.one(question.and("ORDER BY position DESC, place DESC LIMIT 1"), Place::of);
        return newest.orElse(Place.BEFORE_ALL);
    }

    /** What the desk is still deciding is for nobody else. */
    private static void withoutTheDesk(Reader reader, Question question) {
        if (!reader.isPlatform()) {
            question.and("AND NOT of_the_desk");
        }
    }

    private static Envelope envelope(Row row, String schemas) throws SQLException {
        Envelope.Data data = data(row);
        return new Envelope(
                "1.0",
                row.text("id"),
                SOURCE,
                row.text("type"),
                SubjectId.parse(row.text("subject")),
                row.time("at"),
                "application/json",
                schemas + data.getClass().getSimpleName(),
                Place.of(row).sequence(),
                data);
    }

    private static Envelope.Data data(Row row) throws SQLException {
        SubjectId ofCase = SubjectId.parse(row.text("subject"));
        long version = row.number("version");
        String by = row.text("by");
        @Nullable String cause = row.textIfAny("cause");
        if (cause == null) {
            return new Envelope.ActData(ofCase, version, by);
        }
        SubjectId subject = SubjectId.parse(row.text("moved"));
        @Nullable String obligation = row.textIfAny("obligation");
        if (obligation == null) {
            @Nullable String ending = row.textIfAny("ending");
            return new Envelope.EndingData(
                    ofCase,
                    version,
                    by,
                    cause,
                    subject,
                    ending == null ? null : Ending.of(ending),
                    row.timeIfAny("reopenable_until"));
        }
        return new Envelope.WindowData(
                ofCase,
                version,
                by,
                cause,
                subject,
                Obligation.of(obligation),
                row.count("number"),
                row.text("owed_by"),
                row.time("due_at"),
                row.timeIfAny("due_before"),
                row.textIfAny("reason"),
                row.flagIfAny("late"),
                row.timeIfAny("occurred_at"));
    }
}
