package io.redress.command.report;

import static io.redress.api.window.Obligation.PLATFORM_TRIAGE_DEMAND;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.report.ReportEvent;
import io.redress.api.report.ReportTriaged;
import io.redress.api.report.ReportViolation;
import io.redress.api.report.TriageReport;
import io.redress.api.report.ViolationReported;
import io.redress.api.window.Ending;
import io.redress.api.window.WindowEvent;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Lengths;
import io.redress.command.window.Moves;
import io.redress.command.window.Subject;
import io.redress.command.window.Terms;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateRoot;

/** A report of a violation in a live room, which the platform triages (6.3.3, 6.4.3 c). */
@AggregateRoot(type = "report")
public final class Report extends Subject {
    Report() {}

    @CommandHandler
    Report(ReportViolation act, Terms terms) {
        Moves moves = begin(act.at(), terms.lengths());
        moves.open(act.subject(), PLATFORM_TRIAGE_DEMAND, Party.PLATFORM);
        apply(new ViolationReported(act.subject(), act.at(), Party.PLATFORM, act.room(), moves.changes()));
    }

    @CommandHandler
    void decide(TriageReport act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        moves.meet(id(), PLATFORM_TRIAGE_DEMAND, Party.PLATFORM);
        moves.end(id(), Ending.TRIAGED);
        apply(new ReportTriaged(id(), act.at(), Party.PLATFORM, moves.changes()));
    }

    @Override
    protected Lengths lengths(Terms terms) {
        return terms.lengths();
    }

    @Override
    protected Party party(Side side) {
        if (side == Side.PLATFORM) {
            return Party.PLATFORM;
        }
        throw new Refusal(Rule.PROPOSAL_COMES_FROM_THE_OWNER);
    }

    @Override
    protected void evolve(Event event) {
        switch (event) {
            case ReportEvent _, WindowEvent _ -> {}
            default -> throw new IllegalStateException("not a report's event: " + event);
        }
    }
}
