package io.redress.command.hindsight;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.command.window.Clauses;
import io.redress.command.window.Documents;
import io.redress.command.window.ObligationTerms;
import io.redress.command.window.Obligations;
import io.redress.command.window.Terms;
import io.redress.command.window.WorkingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
     * @param recounts for each time that its days were counted anew, how
     * @param calendar what the version of the calendar was read from by which days were counted last
     */
    public record Reasons(
            WindowStory story,
            ObligationTerms terms,
            List<Clauses.Sentence> sentences,
            List<LayerAsked> asked,
            @Nullable DayCount count,
            @Nullable DayCount carriedRounding,
            List<@Nullable DayCount> stopRoundings,
            List<Recounted> recounts,
            List<WorkingCalendar.Source> calendar) {}

    /**
     * Days that were counted anew.
     *
     * @param notice the number of the notice with which the version of the calendar came
     * @param count the days that were counted from the opening; null where time was carried over
     * @param roundings the days over which dueAt was rounded, of time that was carried over and for each time that it had
     *     stood still, in order
     */
    public record Recounted(
            WindowStory.Recount recount,
            String notice,
            @Nullable DayCount count,
            List<DayCount> roundings) {
        /** Where the days lead: dueAt, unless that would have been unfair. */
        public Instant counted() {
            return roundings.isEmpty()
                    ? Objects.requireNonNull(count).dueAt()
                    : roundings.getLast().dueAt();
        }
    }

    private final Histories histories;
    private final Obligations obligations;
    private final Documents documents;
    private final Clauses clauses;

    public Hindsight(Histories histories, Terms terms, Clauses clauses) {
        this.histories = histories;
        obligations = terms.obligations();
        documents = terms.documents();
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
        WorkingCalendar first =
                documents.calendar(WorkingCalendar.version(story.opened().calendar()));
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
                count(story, first),
                carried != null && story.carriedOverRounded()
                        ? DayCount.rounding(openedAt.plus(left(carried)), first)
                        : null,
                stopRoundings,
                story.recounts().stream()
                        .map(recount -> recounted(story, recount))
                        .toList(),
                documents.calendar(story.calendar()).sources());
    }

    /** The time that was left of a window when it was suspended for the last time. */
    public static Duration left(WindowStory.CarriedOver carried) {
        return Duration.between(carried.suspendedAt(), carried.dueAt());
    }

    private @Nullable DayCount rounding(WindowStory.Stop stop) {
        if (!stop.rounded() || stop.ended() == null) {
            return null;
        }
        return DayCount.rounding(stop.before().plus(stood(stop, stop.ended())), documents.calendar(stop.calendar()));
    }

    private static Duration stood(WindowStory.Stop stop, Entry ended) {
        return Duration.between(stop.begun().event().at(), ended.event().at());
    }

    private static @Nullable DayCount count(WindowStory story, WorkingCalendar calendar) {
        Length length = story.opened().length();
        return length == null || length.unit() == Length.Unit.SECONDS || story.carriedOver() != null
                ? null
                : DayCount.from(story.opened().openedAt(), length, calendar);
    }

    /** The whole way from the opening once more, by the later version. */
    private Recounted recounted(WindowStory story, WindowStory.Recount recount) {
        WorkingCalendar calendar = documents.calendar(recount.change().calendar());
        @Nullable DayCount count = count(story, calendar);
        List<DayCount> roundings = new ArrayList<>();
        Instant dueAt = count == null ? story.opened().openedAt() : count.dueAt();
        WindowStory.CarriedOver carried = story.carriedOver();
        if (carried != null) {
            roundings.add(DayCount.rounding(dueAt.plus(left(carried)), calendar));
            dueAt = roundings.getLast().dueAt();
        }
        for (WindowStory.Stop stop : story.stops().subList(0, recount.stops())) {
            roundings.add(DayCount.rounding(dueAt.plus(stood(stop, Objects.requireNonNull(stop.ended()))), calendar));
            dueAt = roundings.getLast().dueAt();
        }
        return new Recounted(recount, calendar.notice(), count, List.copyOf(roundings));
    }

    /** Who held the ball in this case, and for how long, until now; empty when there is no such case. */
    public Optional<TimeLedger> timeLedger(SubjectId subject, Instant now) {
        List<Entry> history = histories.of(subject);
        return history.isEmpty() ? Optional.empty() : Optional.of(TimeLedger.of(subject, history, now));
    }
}
