package io.redress.command.hindsight;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.command.window.Clauses;
import io.redress.command.window.ObligationTerms;
import io.redress.command.window.Obligations;
import io.redress.command.window.WorkingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks back at what is stored: why a window was due when it was, and who held the ball for how long. */
public final class Hindsight {
    /**
     * All that an explanation of a deadline rests on.
     *
     * @param asked the layers that were asked for the length, the last of which spoke
     * @param count the days that were counted at the opening; null when the length is exact, agreed or carried over
     * @param carriedRounding the days over which the time that was carried over was rounded, else null
     * @param stopRoundings for each time that it stood still the days over which dueAt was rounded, else null
     */
    public record Reasons(
            WindowStory story,
            ObligationTerms terms,
            List<Clauses.Sentence> sentences,
            List<LayerAsked> asked,
            @Nullable DayCount count,
            @Nullable DayCount carriedRounding,
            List<@Nullable DayCount> stopRoundings,
            List<WorkingCalendar.Source> calendar) {}

    private final Histories histories;
    private final Obligations obligations;
    private final WorkingCalendar calendar;
    private final Clauses clauses;

    public Hindsight(Histories histories, Obligations obligations, WorkingCalendar calendar, Clauses clauses) {
        this.histories = histories;
        this.obligations = obligations;
        this.calendar = calendar;
        this.clauses = clauses;
    }

    /**
     * Why this window was due when it was.
     *
     * @param number null for the newest
     */
    public Optional<Reasons> explain(SubjectId subject, Obligation obligation, Party owedBy, @Nullable Integer number) {
        List<Entry> history = histories.of(subject.owner());
        int wanted = number != null ? number : newest(subject, obligation, owedBy, history);
        return WindowStory.of(new WindowKey(subject, obligation, owedBy, wanted), history)
                .map(story -> reasons(story, history));
    }

    private static int newest(SubjectId subject, Obligation obligation, Party owedBy, List<Entry> history) {
        int number = 0;
        while (WindowStory.of(new WindowKey(subject, obligation, owedBy, number + 1), history)
                .isPresent()) {
            number++;
        }
        return number;
    }

    private Reasons reasons(WindowStory story, List<Entry> history) {
        ObligationTerms terms = obligations.of(story.window().obligation());
        WindowStory.CarriedOver carried = story.carriedOver();
        WindowStory counted = carried == null
                ? story
                : WindowStory.of(carried.window(), history).orElseThrow();
        Instant openedAt = story.opened().openedAt();
        List<@Nullable DayCount> stopRoundings = new ArrayList<>();
        for (WindowStory.Stop stop : story.stops()) {
            stopRoundings.add(rounding(stop));
        }
        return new Reasons(
                story,
                terms,
                clauses.of(story.opened().clause()),
                LayerAsked.of(
                        counted.opening(), counted.opened(), history.getFirst().event(), histories, obligations),
                count(story, openedAt),
                carried != null && story.carriedOverRounded()
                        ? DayCount.rounding(openedAt.plus(left(carried)), calendar)
                        : null,
                stopRoundings,
                calendar.sources());
    }

    /** The time that was left of a window when it was suspended for the last time. */
    public static Duration left(WindowStory.CarriedOver carried) {
        return Duration.between(carried.suspendedAt(), carried.dueAt());
    }

    private @Nullable DayCount rounding(WindowStory.Stop stop) {
        if (!stop.rounded() || stop.ended() == null) {
            return null;
        }
        return DayCount.rounding(
                stop.before()
                        .plus(Duration.between(
                                stop.begun().event().at(), stop.ended().event().at())),
                calendar);
    }

    private @Nullable DayCount count(WindowStory story, Instant openedAt) {
        Length length = story.opened().length();
        return length == null || length.unit() == Length.Unit.SECONDS || story.carriedOver() != null
                ? null
                : DayCount.from(openedAt, length, calendar);
    }

    /** Who held the ball in this case, and for how long, until now; empty when there is no such case. */
    public Optional<TimeLedger> timeLedger(SubjectId subject, Instant now) {
        List<Entry> history = histories.of(subject);
        return history.isEmpty() ? Optional.empty() : Optional.of(TimeLedger.of(subject, history, now));
    }
}
