package io.redress.app.desk;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.query.Asked;
import io.redress.query.BadQuestion;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.WindowView;
import io.redress.query.partyrecord.ConformanceQueries.Missing;
import io.redress.query.partyrecord.PartyRecordQueries.Part;
import io.redress.query.partyrecord.PartyRecordQueries.Which;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How everybody keeps to the standard, and how the desk does: for the platform. */
@RestController
@RequestMapping("/api/v1")
public final class DeskHttp {
    private final Conformance conformance;
    private final Overview overview;

    DeskHttp(Conformance conformance, Overview overview) {
        this.conformance = conformance;
        this.overview = overview;
    }

    @GetMapping("/conformance")
    public ConformanceView conformance(
            Reader reader,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        return conformance.read(reader, part(from, to));
    }

    @GetMapping("/conformance/windows")
    public Page<WindowView> windows(
            Reader reader,
            @RequestParam(required = false) @Nullable String clause,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String obligation,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String owed,
            @RequestParam(required = false) @Nullable String rescinded,
            @RequestParam(required = false) @Nullable String unheard,
            @RequestParam(required = false) @Nullable String withdrawnBy,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Which which = Which.asked(obligation, outcome, owed, rescinded, unheard, withdrawnBy);
        return conformance.windows(reader, clause(clause), part(from, to), which, cursor, Page.limit(limit));
    }

    @GetMapping("/conformance/missing-documents")
    public Page<Missing> missing(
            Reader reader,
            @RequestParam(required = false) @Nullable String clause,
            @RequestParam(required = false) @Nullable String what,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return conformance.missing(
                reader,
                given("clause", clause(clause)),
                given("what", Asked.oneOf("what", what, conformance.wanted(), word -> word)),
                cursor,
                Page.limit(limit));
    }

    private @Nullable String clause(@Nullable String clause) {
        return Asked.oneOf("clause", clause, conformance.clauses(), word -> word);
    }

    @GetMapping("/desk/overview")
    public OverviewView overview(
            Reader reader,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        return overview.read(reader, part(from, to));
    }

    private static <T> T given(String parameter, @Nullable T value) {
        if (value == null) {
            throw Refusal.ofField(Rule.FIELD_MISSING, parameter);
        }
        return value;
    }

    private static Part part(@Nullable String from, @Nullable String to) {
        @Nullable LocalDate first = Asked.day("from", from);
        @Nullable LocalDate last = Asked.day("to", to);
        if (first != null && last != null && last.isBefore(first)) {
            throw new BadQuestion("to", "day-from", first.toString());
        }
        return new Part(first, last, null);
    }
}
