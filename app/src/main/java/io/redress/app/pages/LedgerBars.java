package io.redress.app.pages;

import io.redress.api.party.Party;
import io.redress.app.hindsight.TimeLedgerView;
import io.redress.app.hindsight.TimeLedgerView.PartyTime;
import io.redress.app.hindsight.TimeLedgerView.Segment;
import io.redress.app.hindsight.TimeLedgerView.WindowTime;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The time ledger as a picture: a bar for each party over the life of the case. Numbers are the picture's own. */
record LedgerBars(int height, List<Row> rows, List<Tick> ticks) {
    private static final double LEFT = 210;
    private static final double WIDTH = 770;
    private static final int ROW = 34;
    private static final int TOP = 8;
    private static final int FOOT = 26;
    private static final int TICKS_MAX = 8;
    private static final List<String> OVER_EACH_OTHER = List.of("suspended", "running", "overdue");

    /** A party with the pieces of its bar, those on top last. */
    record Row(Party party, int y, Duration owed, Duration overdue, List<Piece> pieces) {}

    record Piece(double x, double width, String kind, OffsetDateTime from, OffsetDateTime until, WindowTime window) {}

    record Tick(double x, OffsetDateTime at) {}

    static LedgerBars of(TimeLedgerView ledger) {
        OffsetDateTime begins = ledger.begins();
        double life = Math.max(1, ChronoUnit.SECONDS.between(begins, ledger.ends()));
        List<Row> rows = new ArrayList<>();
        for (PartyTime time : ledger.parties()) {
            List<Piece> pieces = new ArrayList<>();
            for (WindowTime window : ledger.windows()) {
                if (window.owedBy().equals(time.party())) {
                    for (Segment segment : window.segments()) {
                        if (OVER_EACH_OTHER.contains(segment.kind())) {
                            double from = place(begins, segment.from(), life);
                            double until = place(begins, segment.until(), life);
                            pieces.add(new Piece(
                                    from,
                                    Math.max(1, until - from),
                                    segment.kind(),
                                    segment.from(),
                                    segment.until(),
                                    window));
                        }
                    }
                }
            }
            pieces.sort(Comparator.comparingInt(piece -> OVER_EACH_OTHER.indexOf(piece.kind())));
            rows.add(new Row(
                    time.party(),
                    TOP + rows.size() * ROW,
                    Duration.parse(time.owed().duration()),
                    Duration.parse(time.overdue().duration()),
                    pieces));
        }
        return new LedgerBars(TOP + rows.size() * ROW + FOOT, rows, ticks(ledger, life));
    }

    private static double place(OffsetDateTime begins, OffsetDateTime at, double life) {
        double part = ChronoUnit.SECONDS.between(begins, at) / life;
        return Math.round(10 * (LEFT + WIDTH * Math.clamp(part, 0, 1))) / 10.0;
    }

    /** Midnights, as many as there is room for. */
    private static List<Tick> ticks(TimeLedgerView ledger, double life) {
        OffsetDateTime midnight = ledger.begins().truncatedTo(ChronoUnit.DAYS).plusDays(1);
        long days = Math.max(0, ChronoUnit.DAYS.between(midnight, ledger.ends()) + 1);
        long step = Math.max(1, Math.ceilDiv(days, TICKS_MAX));
        List<Tick> ticks = new ArrayList<>();
        for (OffsetDateTime at = midnight; at.isBefore(ledger.ends()); at = at.plusDays(step)) {
            ticks.add(new Tick(place(ledger.begins(), at, life), at));
        }
        return ticks;
    }
}
