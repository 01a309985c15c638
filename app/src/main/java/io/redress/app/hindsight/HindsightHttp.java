package io.redress.app.hindsight;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.command.hindsight.Hindsight;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.query.Asked;
import io.redress.query.BadQuestion;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.PersonalData;
import io.redress.query.Reader;
import io.redress.query.Visible;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Why a window is due when it is, and who held the ball for how long. */
@RestController
@RequestMapping("/api/v1")
public final class HindsightHttp {
    private final Hindsight hindsight;
    private final PersonalData personal;
    private final InstantSource legalClock;
    private final Explanations explanations = new Explanations();
    private final TimeLedgers ledgers = new TimeLedgers();

    HindsightHttp(Hindsight hindsight, PersonalData personal, InstantSource legalClock) {
        this.hindsight = hindsight;
        this.personal = personal;
        this.legalClock = legalClock;
    }

    @GetMapping("/windows/explanation")
    public ExplanationView explain(
            Reader reader,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String obligation,
            @RequestParam(required = false) @Nullable String owedBy,
            @RequestParam(required = false) @Nullable Integer number) {
        SubjectId of = given("subject", Asked.ifAny("subject", subject, HindsightHttp::subject, "subject"));
        Obligation duty =
                given("obligation", Asked.oneOf("obligation", obligation, Obligation.values(), Obligation::id));
        Party party = given("owedBy", Asked.party("owedBy", owedBy));
        if (number != null && number < 1) {
            throw new BadQuestion("number", "number");
        }
        return hindsight
                .explain(of, duty, party, number)
                .map(reasons -> explanations.of(reasons, Visible.to(reader, of, personal.of(reader, List.of(of)))))
                .orElseThrow(() -> new NotOnSheet("window", duty.id()));
    }

    @GetMapping("/cases/{kind}/{id}/time-ledger")
    public TimeLedgerView timeLedger(@PathVariable String kind, @PathVariable String id) {
        return hindsight
                .timeLedger(CaseKind.subject(kind, id), legalClock.instant())
                .map(ledgers::of)
                .orElseThrow(() -> new NotOnSheet(kind, id));
    }

    private static SubjectId subject(String text) {
        SubjectId subject = SubjectId.parse(text);
        subject.owner(); // of an intervention, the demand must be well-formed too
        return subject;
    }

    private static <T> T given(String parameter, @Nullable T read) {
        if (read == null) {
            throw Refusal.ofField(Rule.FIELD_MISSING, parameter);
        }
        return read;
    }
}
