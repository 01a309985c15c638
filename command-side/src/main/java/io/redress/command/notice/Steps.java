package io.redress.command.notice;

import io.redress.command.window.WorkingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How long before dueAt the owner of a window is told that it will be due: a share of the time that was left when it
 * was set to be due then ({@code 1/2}), or a time before ({@code PT1H}).
 */
public final class Steps {
    private static final LocalTime OPENS = LocalTime.of(9, 0);
    private static final LocalTime CLOSES = LocalTime.of(18, 0);

    private final List<Step> steps;

    private Steps(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** A moment on the way to dueAt, under the word by which it was asked for. */
    record At(String step, Instant at) {}

    private sealed interface Step {
        String word();

        Instant before(Instant since, Instant dueAt);
    }

    private record Share(String word, long of, long all) implements Step {
        @Override
        public Instant before(Instant since, Instant dueAt) {
            return dueAt.minus(Duration.between(since, dueAt).multipliedBy(of).dividedBy(all));
        }
    }

    private record Before(String word, Duration time) implements Step {
        @Override
        public Instant before(Instant since, Instant dueAt) {
            return dueAt.minus(time);
        }
    }

    /** Reads what the configuration says. */
    public static Steps of(List<String> words) {
        List<Step> steps = new ArrayList<>();
        for (String word : words) {
            steps.add(step(word));
        }
        return new Steps(steps);
    }

    private static Step step(String word) {
        String[] share = word.split("/", -1);
        try {
            if (share.length == 2) {
                long of = Long.parseLong(share[0]);
                long all = Long.parseLong(share[1]);
                if (of > 0 && of < all && all <= 1000) {
                    return new Share(word, of, all);
                }
            } else {
                Duration time = Duration.parse(word);
                if (time.isPositive()) {
                    return new Before(word, time);
                }
            }
        } catch (NumberFormatException | DateTimeParseException _) {
            // said below
        }
        throw new IllegalArgumentException("neither a share of the time that is left (1/2) nor a time (PT1H): " + word);
    }

    /** The moments of a window that is due then since now; none at which it was not so due yet, and none twice. */
    List<At> between(Instant since, Instant dueAt) {
        Set<Instant> taken = new LinkedHashSet<>();
        return steps.stream()
                .map(step -> new At(step.word(), step.before(since, dueAt)))
                .filter(step -> step.at().isAfter(since) && taken.add(step.at()))
                .toList();
    }

    /**
     * The last moment in business hours, which are working days from 9 to 18 o'clock, that is not after this one; so it
     * is never after dueAt.
     */
    static Instant inBusinessHours(Instant step, WorkingCalendar calendar) {
        ZonedDateTime then = step.atZone(WorkingCalendar.ZONE);
        LocalDate day = then.toLocalDate();
        if (works(day, calendar) && !then.toLocalTime().isBefore(OPENS)) {
            return then.toLocalTime().isAfter(CLOSES) ? closes(day) : step;
        }
        do {
            day = day.minusDays(1);
        } while (!works(day, calendar));
        return closes(day);
    }

    private static boolean works(LocalDate day, WorkingCalendar calendar) {
        return calendar.days(day, day).getFirst().works();
    }

    private static Instant closes(LocalDate day) {
        return day.atTime(CLOSES).atZone(WorkingCalendar.ZONE).toInstant();
    }
}
