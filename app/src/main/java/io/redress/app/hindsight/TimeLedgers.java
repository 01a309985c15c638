package io.redress.app.hindsight;

import static io.redress.app.hindsight.ExplanationTexts.shown;
import static io.redress.app.hindsight.ExplanationTexts.word;

import io.redress.app.hindsight.TimeLedgerView.Piece;
import io.redress.app.hindsight.TimeLedgerView.Segment;
import io.redress.command.hindsight.TimeLedger;
import io.redress.command.hindsight.WindowStory;
import io.redress.command.hindsight.WindowTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Shows time ledgers. */
final class TimeLedgers {
    private final ExplanationTexts texts = new ExplanationTexts();

    TimeLedgerView of(TimeLedger ledger) {
        return new TimeLedgerView(
                ledger.subject(),
                shown(ledger.begins()),
                shown(ledger.ends()),
                ledger.goesOn(),
                Span.of(Duration.between(ledger.begins(), ledger.ends())),
                sum(ledger, span -> span.owing().size() == 1),
                sum(ledger, span -> span.owing().size() > 1),
                sum(ledger, span -> span.owing().isEmpty()),
                Arrays.stream(TimeLedger.Idle.values())
                        .filter(idle -> ledger.spans().stream().anyMatch(span -> span.idle() == idle))
                        .map(idle -> new TimeLedgerView.Idle(
                                word(idle), texts.say("idle." + word(idle)), sum(ledger, span -> span.idle() == idle)))
                        .toList(),
                ledger.parties().stream()
                        .map(party -> new TimeLedgerView.PartyTime(
                                party.party(), Span.of(party.owed()), Span.of(party.overdue())))
                        .toList(),
                ledger.spans().stream().map(this::piece).toList(),
                ledger.windows().stream().map(this::window).toList());
    }

    private static Span sum(TimeLedger ledger, Predicate<TimeLedger.Span> which) {
        return Span.of(ledger.spans().stream()
                .filter(which)
                .map(TimeLedger.Span::length)
                .reduce(Duration.ZERO, Duration::plus));
    }

    private Piece piece(TimeLedger.Span span) {
        TimeLedger.Idle idle = span.idle();
        return new Piece(
                shown(span.from()),
                shown(span.until()),
                Span.of(span.length()),
                List.copyOf(span.owing()),
                idle == null ? null : word(idle),
                idle == null ? null : texts.say("idle." + word(idle)));
    }

    private TimeLedgerView.WindowTime window(WindowTime time) {
        return new TimeLedgerView.WindowTime(
                time.window().subject(),
                time.window().obligation(),
                time.window().owedBy(),
                time.window().number(),
                texts.name(time.window().obligation()),
                shown(time.openedAt()),
                shown(time.ends()),
                time.goesOn(),
                Span.of(time.life()),
                Span.of(time.sum(WindowTime.Kind.RUNNING)),
                Span.of(time.sum(WindowTime.Kind.SUSPENDED)),
                Span.of(time.sum(WindowTime.Kind.OVERDUE)),
                Span.of(time.sum(WindowTime.Kind.CLOSED)),
                time.segments().stream().map(this::segment).toList());
    }

    private Segment segment(WindowTime.Segment segment) {
        WindowStory.Why why = segment.why();
        return new Segment(
                shown(segment.from()),
                shown(segment.until()),
                Span.of(segment.length()),
                word(segment.kind()),
                why == null ? null : word(why),
                why == null ? null : texts.say("why." + word(why)));
    }
}
