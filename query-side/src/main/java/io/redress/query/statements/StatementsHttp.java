package io.redress.query.statements;

import io.redress.api.SubjectId;
import io.redress.query.Asked;
import io.redress.query.BadQuestion;
import io.redress.query.NotOnSheet;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.statements.StatementView.Version;
import io.redress.query.statements.StatementsQueries.Wanted;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/statements")
final class StatementsHttp {
    private final StatementsQueries statements;
    private final InstantSource legalClock;

    StatementsHttp(StatementsQueries statements, @Qualifier("legalClock") InstantSource legalClock) {
        this.statements = statements;
        this.legalClock = legalClock;
    }

    @GetMapping
    Page<StatementView> list(
            Reader reader,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String by,
            @RequestParam(required = false) @Nullable String merchant,
            @RequestParam(required = false) @Nullable String operator,
            @RequestParam(required = false) @Nullable String room,
            @RequestParam(required = false) @Nullable String about,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Wanted wanted = new Wanted(kind, Asked.party("by", by), merchant, operator, room, about);
        return statements.list(reader, wanted, instant(at), cursor, Page.limit(limit));
    }

    /** It is named by a parameter, because the names in it may hold anything. */
    @GetMapping("/versions")
    Page<Version> versions(
            Reader reader,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        SubjectId statement = statement(subject);
        Page<Version> versions =
                statements.versions(reader, statement, legalClock.instant(), cursor, Page.limit(limit));
        if (versions.items().isEmpty() && cursor == null) {
            throw new NotOnSheet("statement", statement.key());
        }
        return versions;
    }

    private static SubjectId statement(@Nullable String text) {
        try {
            SubjectId subject = SubjectId.parse(text == null ? "" : text);
            if (subject.kind() == SubjectId.Kind.STATEMENT) {
                return subject;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new BadQuestion("subject", "subject");
    }

    private Instant instant(@Nullable String at) {
        Instant asked = Asked.instant("at", at);
        return asked == null ? legalClock.instant() : asked;
    }
}
