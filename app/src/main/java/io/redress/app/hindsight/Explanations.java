package io.redress.app.hindsight;

import static io.redress.app.hindsight.ExplanationTexts.shown;
import static io.redress.app.hindsight.ExplanationTexts.shownIfAny;
import static io.redress.app.hindsight.ExplanationTexts.word;

import io.redress.api.KeptTime;
import io.redress.api.window.Change;
import io.redress.api.window.Length;
import io.redress.api.window.WindowKey;
import io.redress.app.hindsight.ExplanationView.CarriedOver;
import io.redress.app.hindsight.ExplanationView.Count;
import io.redress.app.hindsight.ExplanationView.DayView;
import io.redress.app.hindsight.ExplanationView.LengthView;
import io.redress.app.hindsight.ExplanationView.Rounding;
import io.redress.app.hindsight.ExplanationView.Suspension;
import io.redress.command.hindsight.DayCount;
import io.redress.command.hindsight.Entry;
import io.redress.command.hindsight.Hindsight;
import io.redress.command.hindsight.Hindsight.Reasons;
import io.redress.command.hindsight.LayerAsked;
import io.redress.command.hindsight.WindowStory;
import io.redress.command.window.Clauses;
import io.redress.command.window.WorkingCalendar;
import io.redress.query.Texts.Bilingual;
import io.redress.query.Visible;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows the reasons for a deadline. */
final class Explanations {
    private final ExplanationTexts texts = new ExplanationTexts();
    private final Calendars calendars = new Calendars();

    ExplanationView of(Reasons reasons, Visible visible) {
        WindowStory story = reasons.story();
        WindowKey window = story.window();
        return new ExplanationView(
                window.subject(),
                window.obligation(),
                window.owedBy(),
                window.number(),
                texts.name(window.obligation()),
                duty(reasons),
                new ExplanationView.Basis(
                        reasons.terms().source(),
                        reasons.terms().grade(),
                        texts.say("grade." + reasons.terms().grade())),
                reasons.asked().stream().map(this::asked).toList(),
                length(story),
                shown(story.opened().openedAt()),
                texts.ref(story.opening(), visible),
                count(reasons.count()),
                carriedOver(reasons),
                shown(story.opened().dueAt()),
                suspensions(reasons, visible),
                story.extensions().stream()
                        .map(extension -> extension(extension, visible))
                        .toList(),
                reasons.recounts().stream()
                        .map(recounted -> recount(recounted, visible))
                        .toList(),
                shown(story.dueAt()),
                story.provisional(),
                story.layer(),
                story.outcome(),
                shownIfAny(story.closedAt()),
                texts.refIfAny(story.lapse(), visible),
                texts.refIfAny(story.rescission(), visible),
                texts.refIfAny(story.end(), visible),
                story.corrections().stream()
                        .map(correction -> texts.ref(correction, visible))
                        .toList(),
                reasons.calendar().stream().map(calendars::source).toList());
    }

    private ExplanationView.Duty duty(Reasons reasons) {
        return new ExplanationView.Duty(
                reasons.story().opened().clause(),
                reasons.terms().modal(),
                texts.say("modal." + reasons.terms().modal()),
                Clauses.STANDARD,
                reasons.sentences().stream()
                        .map(sentence -> new ExplanationView.Sentence(
                                sentence.clause(), new Bilingual(sentence.en(), sentence.zh())))
                        .toList());
    }

    private ExplanationView.Asked asked(LayerAsked asked) {
        return new ExplanationView.Asked(
                asked.layer(),
                word(asked.said()),
                asked.version(),
                shownIfAny(asked.publishedAt()),
                shownIfAny(asked.inEffectFrom()),
                texts.say("asked." + asked.layer().word() + "." + word(asked.said())));
    }

    private LengthView length(WindowStory story) {
        Length length = story.opened().length();
        if (length == null) {
            return new LengthView(null, "agreed", null, texts.say("length.agreed"));
        }
        String kind = story.carriedOver() != null
                ? "carried-over"
                : switch (length.unit()) {
                    case SECONDS -> "exact";
                    case CALENDAR_DAYS -> "calendar-days";
                    case WORKING_DAYS -> "working-days";
                };
        return new LengthView(
                length.text(), kind, length.amount(), texts.say("length." + kind, length.text(), length.amount()));
    }

    private @Nullable Count count(@Nullable DayCount count) {
        return count == null
                ? null
                : new Count(
                        count.days().stream().map(this::day).toList(),
                        shown(count.dueAt()),
                        count.provisional(),
                        count.calendar());
    }

    private DayView day(DayCount.Counted counted) {
        WorkingCalendar.Day day = counted.day();
        return new DayView(
                day.date(),
                word(day.kind()),
                day.works(),
                day.holiday() == null ? null : texts.holiday(day.holiday()),
                day.provisional(),
                word(counted.part()),
                counted.number());
    }

    private @Nullable CarriedOver carriedOver(Reasons reasons) {
        WindowStory.CarriedOver carried = reasons.story().carriedOver();
        if (carried == null) {
            return null;
        }
        Duration left = Hindsight.left(carried);
        return new CarriedOver(
                carried.window().number(),
                reasons.story().opened().layer(),
                shown(carried.suspendedAt()),
                shown(carried.dueAt()),
                Span.of(left),
                shown(moved(reasons.story().opened().openedAt(), left)),
                rounding(reasons.carriedRounding()));
    }

    /** A deadline that could not be kept is as late as can be. */
    private static Instant moved(Instant from, Duration by) {
        return KeptTime.orLast(from.plus(by));
    }

    private @Nullable Rounding rounding(@Nullable DayCount rounding) {
        return rounding == null ? null : new Rounding(Objects.requireNonNull(count(rounding)), texts.say("rounding"));
    }

    private List<Suspension> suspensions(Reasons reasons, Visible visible) {
        List<Suspension> suspensions = new ArrayList<>();
        for (WindowStory.Stop stop : reasons.story().stops()) {
            Entry ended = stop.ended();
            Instant from = stop.begun().event().at();
            Duration stood =
                    ended == null ? null : Duration.between(from, ended.event().at());
            suspensions.add(new Suspension(
                    word(stop.why()),
                    texts.say("why." + word(stop.why())),
                    shown(from),
                    ended == null ? null : shown(ended.event().at()),
                    stood == null ? null : Span.of(stood),
                    shown(stop.before()),
                    stood == null || stop.after() == null ? null : shown(moved(stop.before(), stood)),
                    rounding(reasons.stopRoundings().get(suspensions.size())),
                    shownIfAny(stop.after()),
                    texts.ref(stop.begun(), visible),
                    texts.refIfAny(ended, visible)));
        }
        return List.copyOf(suspensions);
    }

    private ExplanationView.Extension extension(WindowStory.Extension extension, Visible visible) {
        boolean accepted = extension.answer() == WindowStory.Answer.ACCEPTED;
        return new ExplanationView.Extension(
                shown(extension.asked()),
                word(extension.answer()),
                shown(extension.before()),
                shown(accepted ? extension.asked() : extension.before()),
                texts.ref(extension.proposed(), visible),
                texts.refIfAny(extension.answered(), visible));
    }

    private ExplanationView.Recount recount(Hindsight.Recounted recounted, Visible visible) {
        Change.Moved moved = recounted.recount().change();
        return new ExplanationView.Recount(
                moved.calendar(),
                recounted.notice(),
                texts.recount(
                        why(moved, recounted.counted()), recounted.notice(), moved.calendar(), recounted.counted()),
                shown(moved.dueBefore()),
                count(recounted.count()),
                recounted.roundings().stream()
                        .map(days -> new Rounding(Objects.requireNonNull(count(days)), texts.say("rounding")))
                        .toList(),
                shown(recounted.counted()),
                shown(moved.dueAt()),
                moved.provisional(),
                texts.ref(recounted.recount().entry(), visible));
    }

    private static String why(Change.Moved moved, Instant counted) {
        if (!counted.equals(moved.dueAt())) {
            return "recount.not-so-soon";
        }
        return moved.dueAt().equals(moved.dueBefore()) ? "recount.confirmed" : "recount.moved";
    }
}
