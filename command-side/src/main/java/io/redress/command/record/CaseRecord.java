package io.redress.command.record;

import static io.redress.command.rule.Require.that;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.KeptTime;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.record.AskOpening;
import io.redress.api.record.ForgetRecord;
import io.redress.api.record.ForgettingAsked;
import io.redress.api.record.HoldRecord;
import io.redress.api.record.LiftHold;
import io.redress.api.record.OpenRecord;
import io.redress.api.record.RecordEvent;
import io.redress.api.record.RecordForgotten;
import io.redress.api.record.RecordHeld;
import io.redress.api.record.RecordHoldLifted;
import io.redress.api.record.RecordOpened;
import io.redress.api.record.RecordOpeningAsked;
import io.redress.api.record.RecordRead;
import io.redress.api.record.RetentionTerms;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Lengths;
import io.redress.command.window.Subject;
import io.redress.command.window.Terms;
import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The personal data of one case. Its history is not that of the case: nobody's version of a case moves because it is held
 * or opened.
 */
@AggregateRoot(type = "record")
public final class CaseRecord extends Subject {
    private boolean held;
    private int openings;
    private @Nullable RecordOpeningAsked asked;
    private @Nullable Instant forgotten;

    CaseRecord() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(HoldRecord act, Terms terms) {
        decide(act.at(), terms);
        that(!held, Rule.RECORD_IS_NOT_HELD);
        apply(new RecordHeld(act.subject(), act.at(), Party.PLATFORM, act.reason()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LiftHold act, Terms terms) {
        decide(act.at(), terms);
        that(held, Rule.RECORD_IS_HELD);
        apply(new RecordHoldLifted(act.subject(), act.at(), Party.PLATFORM, act.reason()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(AskOpening act, Terms terms) {
        decide(act.at(), terms);
        apply(new RecordOpeningAsked(act.subject(), act.at(), Party.PLATFORM, openings + 1, act.agent(), act.reason()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(OpenRecord act, Terms terms) {
        decide(act.at(), terms);
        if (asked == null) {
            throw new Refusal(Rule.OPENING_IS_ASKED);
        }
        that(asked.opening() == act.opening(), Rule.OPENING_IS_THE_LAST_ASKED, Integer.toString(asked.opening()));
        that(!asked.agent().equals(act.agent()), Rule.OPENING_IS_AGREED_TO_BY_ANOTHER, asked.agent());
        apply(new RecordOpened(
                act.subject(),
                act.at(),
                Party.PLATFORM,
                asked.opening(),
                act.agent(),
                asked.agent(),
                KeptTime.orLast(act.at().plus(RetentionTerms.shipped().opening()))));
    }

    /** Whoever comes second, from another node, finds that it is done; and a hold stops it. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(ForgetRecord act, Terms terms) {
        decide(act.at(), terms);
        if (!held && (forgotten == null || forgotten.isBefore(act.endedAt()))) {
            apply(new RecordForgotten(act.subject(), act.at(), Party.PLATFORM, act.keys(), act.term(), act.endedAt()));
        }
    }

    @Override
    protected Lengths lengths(Terms terms) {
        return terms.lengths();
    }

    @Override
    protected Party party(Side side) {
        throw new Refusal(Rule.PROPOSAL_COMES_FROM_THE_OWNER);
    }

    @Override
    protected void evolve(Event event) {
        if (event instanceof RecordEvent own) {
            evolve(own);
        } else {
            throw new IllegalStateException("not a record's event: " + event);
        }
    }

    private void evolve(RecordEvent event) {
        switch (event) {
            case RecordHeld _ -> held = true;
            case RecordHoldLifted _ -> held = false;
            case RecordOpeningAsked opening -> {
                openings = opening.opening();
                asked = opening;
            }
            case RecordOpened _ -> asked = null;
            case RecordRead _ -> {}
            case RecordForgotten ended -> forgotten = ended.endedAt();
            case ForgettingAsked _ -> throw new IllegalStateException("not a record's event: " + event);
        }
    }
}
