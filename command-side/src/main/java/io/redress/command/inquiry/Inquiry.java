package io.redress.command.inquiry;

import static io.redress.api.window.Obligation.MERCHANT_ANSWER_INQUIRY;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_ANSWER_INQUIRY;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.inquiry.AnswerInquiry;
import io.redress.api.inquiry.AskInquiry;
import io.redress.api.inquiry.InquiryAnswered;
import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.party.Side;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Ending;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowEvent;
import io.redress.command.window.Lengths;
import io.redress.command.window.Moves;
import io.redress.command.window.Subject;
import io.redress.command.window.Terms;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/** A question to the merchant or the room operator (6.3.1 b, 6.4.2 g h); its lapse is only recorded. */
@SuppressWarnings("NullAway.Init") // the state is set by the first event
@AggregateRoot(type = "inquiry")
public final class Inquiry extends Subject {
    private Parties parties;
    private @Nullable DocumentVersion plan;
    private Party asked;

    Inquiry() {}

    @CommandHandler
    Inquiry(AskInquiry act, Terms terms) {
        Parties who = act.parties();
        DocumentVersion bound = terms.documents().planInEffect(who.merchant(), who.room(), act.at());
        Moves moves = begin(act.at(), terms.lengths(bound, who.operator()));
        Party to = who.party(act.to());
        moves.open(act.subject(), obligation(to), to);
        Side side = to.role() == Role.MERCHANT ? Side.MERCHANT : Side.OPERATOR;
        apply(new InquiryAsked(act.subject(), act.at(), who.party(Side.CONSUMER), who, side, bound, moves.changes()));
    }

    @CommandHandler
    void decide(AnswerInquiry act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        moves.meet(id(), obligation(asked), asked);
        moves.end(id(), Ending.ANSWERED);
        apply(new InquiryAnswered(id(), act.at(), asked, moves.changes()));
    }

    private static Obligation obligation(Party party) {
        return party.role() == Role.MERCHANT ? MERCHANT_ANSWER_INQUIRY : ROOM_OPERATOR_ANSWER_INQUIRY;
    }

    @Override
    protected Lengths lengths(Terms terms) {
        return terms.lengths(plan, parties.operator());
    }

    @Override
    protected Party party(Side side) {
        return parties.party(side);
    }

    @Override
    protected void evolve(Event event) {
        switch (event) {
            case InquiryEvent own -> evolve(own);
            case WindowEvent _ -> {}
            default -> throw new IllegalStateException("not an inquiry's event: " + event);
        }
    }

    private void evolve(InquiryEvent event) {
        switch (event) {
            case InquiryAsked question -> {
                parties = question.parties();
                plan = question.plan();
                asked = parties.party(question.to());
            }
            case InquiryAnswered _ -> {}
        }
    }
}
