package io.redress.command.hindsight;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.order.OrderDelivered;
import io.redress.api.order.OrderShipped;
import io.redress.api.party.Party;
import io.redress.api.returns.GoodsCameBack;
import io.redress.api.returns.ReturnShippedBack;
import io.redress.api.window.Change;
import io.redress.api.window.FactCorrected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who held the ball in a case, and for how long.
 *
 * <p>The life of a case begins with its first event, or with its first window when that opened earlier (a shipping
 * window opens with the payment). It ends when the case and the platform's intervention on it have ended and none of its
 * windows is alive; until then it goes on until now. An order ends only by being cancelled.
 *
 * @param ends the end of its life, or now
 * @param goesOn whether it goes on after that
 * @param windows in the order in which they opened
 * @param parties who owed something at any time, in the order of their names
 * @param spans the whole life in pieces without gap or overlap, each with those who owed something in it
 */
public record TimeLedger(
        SubjectId subject,
        Instant begins,
        Instant ends,
        boolean goesOn,
        List<WindowTime> windows,
        List<PartyTime> parties,
        List<Span> spans) {

    /** Why nobody owed anything. */
    public enum Idle {
        /** The goods were with the carrier. */
        CARRIER,
        /** An appraisal was under way. */
        APPRAISAL,
        /** The case was closed. */
        CLOSED,
        /** Nothing was owed. */
        NOTHING_OWED
    }

    /**
     * What a party owed in a case: the union of the times in which one of its windows was running or overdue.
     *
     * @param overdue the part of it in which one of its windows was overdue
     */
    public record PartyTime(Party party, Duration owed, Duration overdue) {}

    /**
     * A piece of the case's life.
     *
     * @param owing who owed something in all of it; nobody, one or several
     * @param idle why nobody did, null when somebody did
     */
    public record Span(
            Instant from,
            Instant until,
            List<Party> owing,
            @Nullable Idle idle) {
        /** How long it is. */
        public Duration length() {
            return Duration.between(from, until);
        }
    }

    private record Interval(Instant from, Instant until) {}

    private record Reason(Interval interval, Idle idle) {}

    static TimeLedger of(SubjectId subject, List<Entry> history, Instant clock) {
        List<Event> events = history.stream().map(Entry::event).toList();
        Instant latest = events.getLast().at();
        Instant now = clock.isBefore(latest) ? latest : clock;
        List<WindowTime> windows = WindowTime.all(events, now);

        Instant begins = events.getFirst().at();
        for (WindowTime window : windows) {
            begins = window.openedAt().isBefore(begins) ? window.openedAt() : begins;
        }
        Ends of = Ends.of(subject, events);
        boolean goesOn = of.end() == null || windows.stream().anyMatch(WindowTime::goesOn);
        Instant ends = of.end() == null || goesOn ? now : of.end();
        for (WindowTime window : windows) {
            ends = window.ends().isAfter(ends) ? window.ends() : ends;
        }

        Map<Party, List<Interval>> owed = new TreeMap<>(Comparator.comparing(Party::toString));
        Map<Party, List<Interval>> overdue = new TreeMap<>(Comparator.comparing(Party::toString));
        List<Reason> reasons = new ArrayList<>(carriage(events, ends));
        for (WindowTime window : windows) {
            for (WindowTime.Segment segment : window.segments()) {
                Interval interval = new Interval(segment.from(), segment.until());
                Party party = window.window().owedBy();
                switch (segment.kind()) {
                    case RUNNING -> put(owed, party, interval);
                    case OVERDUE -> {
                        put(owed, party, interval);
                        put(overdue, party, interval);
                    }
                    case SUSPENDED -> {
                        if (segment.why() == WindowStory.Why.APPRAISAL) {
                            reasons.add(new Reason(interval, Idle.APPRAISAL));
                        }
                    }
                    case CLOSED -> {}
                }
            }
        }
        for (Interval closed : of.closed(ends)) {
            reasons.add(new Reason(closed, Idle.CLOSED));
        }
        owed.replaceAll((_, intervals) -> union(intervals));
        List<PartyTime> parties = owed.entrySet().stream()
                .map(entry -> new PartyTime(
                        entry.getKey(),
                        sum(entry.getValue()),
                        sum(union(overdue.getOrDefault(entry.getKey(), List.of())))))
                .toList();
        return new TimeLedger(subject, begins, ends, goesOn, windows, parties, spans(begins, ends, owed, reasons));
    }

    private static void put(Map<Party, List<Interval>> times, Party party, Interval interval) {
        times.computeIfAbsent(party, _ -> new ArrayList<>()).add(interval);
    }

    private static List<Interval> union(List<Interval> intervals) {
        List<Interval> union = new ArrayList<>();
        for (Interval next :
                intervals.stream().sorted(Comparator.comparing(Interval::from)).toList()) {
            if (union.isEmpty() || union.getLast().until().isBefore(next.from())) {
                union.add(next);
            } else if (union.getLast().until().isBefore(next.until())) {
                union.add(new Interval(union.removeLast().from(), next.until()));
            }
        }
        return union;
    }

    private static Duration sum(List<Interval> intervals) {
        return intervals.stream()
                .map(interval -> Duration.between(interval.from(), interval.until()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static List<Span> spans(
            Instant begins, Instant ends, Map<Party, List<Interval>> owed, List<Reason> reasons) {
        NavigableSet<Instant> edges = new TreeSet<>(List.of(begins, ends));
        owed.values().forEach(intervals -> intervals.forEach(interval -> addEdges(interval, edges)));
        reasons.forEach(reason -> addEdges(reason.interval(), edges));
        List<Span> spans = new ArrayList<>();
        for (Instant from : edges.subSet(begins, true, ends, false)) {
            Instant until = Objects.requireNonNull(edges.higher(from));
            List<Party> owing = owed.entrySet().stream()
                    .filter(entry -> entry.getValue().stream().anyMatch(interval -> covers(interval, from, until)))
                    .map(Map.Entry::getKey)
                    .toList();
            Idle idle = owing.isEmpty() ? idle(from, until, reasons) : null;
            Span last = spans.isEmpty() ? null : spans.getLast();
            if (last != null && last.owing().equals(owing) && last.idle() == idle) {
                spans.set(spans.size() - 1, new Span(last.from(), until, owing, idle));
            } else {
                spans.add(new Span(from, until, owing, idle));
            }
        }
        return List.copyOf(spans);
    }

    private static void addEdges(Interval interval, NavigableSet<Instant> edges) {
        edges.add(interval.from());
        edges.add(interval.until());
    }

    private static boolean covers(Interval interval, Instant from, Instant until) {
        return !interval.from().isAfter(from) && !interval.until().isBefore(until);
    }

    private static Idle idle(Instant from, Instant until, List<Reason> reasons) {
        return reasons.stream()
                .filter(reason -> covers(reason.interval(), from, until))
                .map(Reason::idle)
                .min(Comparator.naturalOrder())
                .orElse(Idle.NOTHING_OWED);
    }

    /** When the goods were on their way, to the consumer or back. */
    private static List<Reason> carriage(List<Event> events, Instant ends) {
        Map<String, Instant> shipped = new HashMap<>();
        Instant sent = null;
        Instant arrived = null;
        for (Event event : events) {
            switch (event) {
                case OrderShipped now -> {
                    now.lines().forEach(line -> shipped.put(line, now.occurred()));
                    sent = lastOf(shipped, now.left());
                }
                case OrderDelivered now -> arrived = now.occurred();
                case ReturnShippedBack now -> sent = now.occurred();
                case GoodsCameBack now -> arrived = now.occurred();
                case FactCorrected now -> {
                    switch (now.fact()) {
                        case SHIP -> {
                            now.lines().forEach(line -> shipped.compute(line, (_, _) -> now.occurredAt()));
                            sent = lastOf(shipped, now.left());
                        }
                        case SHIP_BACK -> sent = now.occurredAt();
                        case DELIVER, GOODS_BACK -> arrived = now.occurredAt();
                        case REFUND, SHIP_REPLACEMENT, SHIP_REPAIRED -> {}
                    }
                }
                default -> {}
            }
        }
        return sent == null
                ? List.of()
                : List.of(new Reason(new Interval(sent, Objects.requireNonNullElse(arrived, ends)), Idle.CARRIER));
    }

    /** When the last of the goods went; null while some are left. */
    private static @Nullable Instant lastOf(Map<String, Instant> shipped, List<String> left) {
        return left.isEmpty()
                ? shipped.values().stream().max(Comparator.naturalOrder()).orElse(null)
                : null;
    }

    /** When the case, and the intervention on it, were closed. */
    private record Ends(
            List<Interval> before,
            @Nullable Instant closedAt,
            @Nullable Instant end) {
        static Ends of(SubjectId subject, List<Event> events) {
            List<Interval> before = new ArrayList<>();
            Instant closedAt = null;
            Instant interventionEnded = null;
            boolean intervening = false;
            for (Event event : events) {
                for (Change change : event.changes()) {
                    switch (change) {
                        case Change.Ended ended when ended.subject().equals(subject) -> closedAt = event.at();
                        case Change.Ended _ -> {
                            intervening = false;
                            interventionEnded = event.at();
                        }
                        case Change.Reopened _ -> {
                            before.add(new Interval(Objects.requireNonNull(closedAt), event.at()));
                            closedAt = null;
                        }
                        case Change.Opened opened
                        when !opened.window().subject().equals(subject) -> intervening = true;
                        case Change.OfWindow _ -> {}
                    }
                }
            }
            if (closedAt == null || intervening) {
                return new Ends(before, closedAt, null);
            }
            boolean later = interventionEnded != null && interventionEnded.isAfter(closedAt);
            return new Ends(before, closedAt, later ? interventionEnded : closedAt);
        }

        List<Interval> closed(Instant ends) {
            List<Interval> closed = new ArrayList<>(before);
            if (closedAt != null) {
                closed.add(new Interval(closedAt, ends));
            }
            return closed;
        }
    }
}
