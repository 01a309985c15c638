package io.redress.command.document;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.document.PublishRules;
import io.redress.api.document.RulesPublished;
import io.redress.api.party.Party;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Moves;
import io.redress.command.window.Terms;
import io.redress.command.window.WorkingCalendar;
import io.redress.command.window.WorkingCalendar.UnknownYear;
import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;

/** The platform's own rules (6.4.3 b c), in versions. */
@AggregateRoot(type = "rules")
public final class PlatformRules extends Document {
    private int versions;

    PlatformRules() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(PublishRules act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        var windows = Bounds.check(act.windows(), Layer.PLATFORM_RULES, terms);
        requireNotBackdated(act.effectiveAt(), act.at());
        if (act.announced() && versions > 0) {
            requireAnnounced(act, terms);
        }
        apply(new RulesPublished(
                act.subject(),
                act.at(),
                Party.PLATFORM,
                versions + 1,
                windows,
                act.autoUrge(),
                act.secondPersonAboveFen(),
                act.effectiveAt(),
                moves.changes()));
    }

    /** A change is published some days before it takes effect; the first rules change nothing. */
    private static void requireAnnounced(PublishRules act, Terms terms) {
        Length ahead = terms.obligations().announcement();
        Instant earliest = terms.documents()
                .calendar(act.at())
                .due(act.at(), ahead, UnknownYear.REFUSED)
                .dueAt();
        Instant effectiveAt = act.effectiveAt();
        if (effectiveAt == null || effectiveAt.isBefore(earliest)) {
            throw Refusal.ofField(
                    Rule.RULES_ARE_ANNOUNCED_BEFORE_THEY_CHANGE, "effectiveAt", WorkingCalendar.shown(earliest));
        }
    }

    @Override
    protected void evolve(Event event) {
        if (event instanceof RulesPublished published) {
            versions = published.version();
        } else {
            throw new IllegalStateException("not the platform rules' event: " + event);
        }
    }
}
