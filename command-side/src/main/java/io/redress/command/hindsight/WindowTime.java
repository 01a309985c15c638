package io.redress.command.hindsight;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.window.Change;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.Obligation;
import io.redress.api.window.Relief;
import io.redress.api.window.WindowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The life of one window in pieces that add up to it exactly.
 *
 * <p>It begins when the window opens. It ends when the window is met or withdrawn. When the window lapses, what was owed
 * is overdue until it is done late, until it is opened anew, until an event makes it moot, until the subject ends, or
 * until now; a right, and a step whose lapse itself decides what follows, is over at dueAt. While a demand that may be
 * reopened is closed, nothing is overdue: that time counts only when it is reopened.
 *
 * @param ends the end of its life, or now
 * @param goesOn whether it goes on after that
 */
public record WindowTime(WindowKey window, Instant openedAt, Instant ends, boolean goesOn, List<Segment> segments) {
    /** What a piece of a window's life is. */
    public enum Kind {
        RUNNING,
        SUSPENDED,
        OVERDUE,
        /** The demand was closed, and was reopened later. */
        CLOSED
    }

    /**
     * A piece of a window's life.
     *
     * @param why why it stood still, null when it did not
     */
    public record Segment(Instant from, Instant until, Kind kind, WindowStory.@Nullable Why why) {
        /** How long it is. */
        public Duration length() {
            return Duration.between(from, until);
        }
    }

    /** How long the window was in such pieces, together. */
    public Duration sum(Kind kind) {
        return segments.stream()
                .filter(segment -> segment.kind() == kind)
                .map(Segment::length)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** How long it lived. */
    public Duration life() {
        return Duration.between(openedAt, ends);
    }

    /** The times of all windows of a history, in the order in which they opened. */
    static List<WindowTime> all(List<Event> events, Instant now) {
        Map<WindowKey, Life> lives = new LinkedHashMap<>();
        for (Event event : events) {
            for (Relief relief : Relief.by(event)) {
                lives.values().stream()
                        .filter(life -> relief.covers(life.window))
                        .forEach(life -> life.relieve(event.at()));
            }
            for (Change change : event.changes()) {
                switch (change) {
                    case Change.Opened opened -> {
                        relieveOlder(opened.window(), opened.openedAt(), lives);
                        lives.put(opened.window(), new Life(opened));
                    }
                    case Change.OfWindow own ->
                        Objects.requireNonNull(lives.get(own.window())).take(own, event);
                    case Change.Ended ended -> {
                        for (Life life : of(ended.subject(), lives)) {
                            life.close(event.at());
                        }
                    }
                    case Change.Reopened reopened -> {
                        for (Life life : of(reopened.subject(), lives)) {
                            life.reopen(event.at());
                        }
                    }
                }
            }
        }
        return lives.values().stream().map(life -> life.until(now)).toList();
    }

    private static void relieveOlder(WindowKey opened, Instant at, Map<WindowKey, Life> lives) {
        for (int number = opened.number() - 1; number > 0; number--) {
            Life older = lives.get(new WindowKey(opened.subject(), opened.obligation(), opened.owedBy(), number));
            if (older != null) {
                older.relieve(at);
            }
        }
    }

    private static List<Life> of(SubjectId subject, Map<WindowKey, Life> lives) {
        return lives.values().stream()
                .filter(life -> life.window.subject().equals(subject))
                .toList();
    }

    /** A life as far as it was told. */
    private static final class Life {
        private final WindowKey window;
        private final Instant openedAt;
        private final List<Segment> segments = new ArrayList<>();
        private Instant dueAt;
        private Instant since;

        /** What the window is now, null when its life is over. */
        private @Nullable Kind now = Kind.RUNNING;

        /** The piece that ended with the lapse, in case the lapse is taken back. */
        private @Nullable Segment untilLapse;

        private int segmentsBeforeLapse;

        /** The piece with which the life ended, in case what ended it never happened or not then. */
        private @Nullable Segment last;

        private int segmentsBeforeLast;

        private WindowStory.@Nullable Why why;

        Life(Change.Opened opened) {
            window = opened.window();
            openedAt = opened.openedAt();
            dueAt = opened.dueAt();
            since = openedAt;
        }

        void take(Change.OfWindow change, Event event) {
            if (event instanceof FactCorrected) {
                revive();
            }
            switch (change) {
                case Change.Opened twice -> throw new IllegalStateException("opened twice: " + twice.window());
                case Change.Met met -> {
                    forgetAfter(met.at(event));
                    turn(met.at(event), null, null);
                }
                case Change.Withdrawn _ -> {
                    if (event instanceof FactCorrected) {
                        neverBegin();
                    } else {
                        turn(event.at(), null, null);
                    }
                }
                case Change.Rescinded _ -> runOn();
                case Change.Suspended _ -> turn(event.at(), Kind.SUSPENDED, WindowStory.Why.of(event));
                case Change.Resumed resumed -> {
                    if (now == Kind.SUSPENDED) {
                        turn(event.at(), Kind.RUNNING, null);
                    }
                    dueAt = resumed.dueAt();
                }
                case Change.Extended extended -> dueAt = extended.dueAt();
                case Change.Moved moved -> dueAt = moved.dueAt();
                case Change.Lapsed lapsed -> {
                    if (now == Kind.RUNNING) {
                        segmentsBeforeLapse = segments.size();
                        untilLapse = new Segment(since, lapsed.dueAt(), Kind.RUNNING, null);
                        turn(lapsed.dueAt(), afterDueAt(), null);
                        last = null; // a lapse may be taken back, but by its own word
                    }
                }
            }
        }

        /** What ended the life never happened, or not then: it goes on as before. */
        private void revive() {
            if (now == null && last != null) {
                segments.subList(segmentsBeforeLast, segments.size()).clear();
                since = last.from();
                now = last.kind();
                why = last.why();
            }
        }

        /** A wrong fact had opened the window. */
        private void neverBegin() {
            segments.clear();
            since = openedAt;
            now = null;
            last = null;
        }

        /** The lapse is taken back: it is as if the window had run on. */
        private void runOn() {
            segments.subList(segmentsBeforeLapse, segments.size()).clear();
            since = Objects.requireNonNull(untilLapse).from();
            now = Kind.RUNNING;
            why = null;
        }

        /** What is told of the time after this moment was told before anybody knew of it. */
        private void forgetAfter(Instant at) {
            while (at.isBefore(since) && !segments.isEmpty()) {
                Segment last = segments.removeLast();
                since = last.from();
                now = last.kind();
                why = last.why();
            }
        }

        private @Nullable Kind afterDueAt() {
            return Relief.isOverAtDueAt(window.obligation()) ? null : Kind.OVERDUE;
        }

        /** Ends the present piece and begins another, unless the life is over. */
        private void turn(Instant at, @Nullable Kind next, WindowStory.@Nullable Why reason) {
            if (now == null) {
                return;
            }
            if (next == null) {
                last = new Segment(since, at, now, why);
                segmentsBeforeLast = segments.size();
            }
            if (since.isBefore(at)) {
                segments.add(new Segment(since, at, now, why));
            }
            since = at;
            now = next;
            why = reason;
        }

        void relieve(Instant at) {
            if (now == Kind.OVERDUE) {
                turn(at, null, null);
            } else if (now == Kind.CLOSED) {
                now = null;
            }
        }

        /** The duty to say who the parties are outlives the demand. */
        void close(Instant at) {
            if (now == Kind.OVERDUE && window.obligation() != Obligation.PLATFORM_DISCLOSE_PARTY_INFO) {
                turn(at, Kind.CLOSED, null);
            }
        }

        void reopen(Instant at) {
            if (now == Kind.CLOSED) {
                turn(at, Kind.OVERDUE, null);
            }
        }

        WindowTime until(Instant clock) {
            if (now == Kind.RUNNING && dueAt.isBefore(clock)) {
                turn(dueAt, afterDueAt(), null); // the clock has not recorded the lapse yet
            }
            boolean goesOn = now != null && now != Kind.CLOSED;
            if (goesOn) {
                turn(clock, now, why);
            }
            return new WindowTime(window, openedAt, since, goesOn, List.copyOf(segments));
        }
    }
}
