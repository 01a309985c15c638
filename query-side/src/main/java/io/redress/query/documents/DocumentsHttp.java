package io.redress.query.documents;

import io.redress.api.SubjectId;
import io.redress.query.Asked;
import io.redress.query.NotOnSheet;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.documents.DocumentsQueries.Wanted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/documents")
final class DocumentsHttp {
    private static final List<SubjectId.Kind> KINDS =
            List.of(SubjectId.Kind.PLAN, SubjectId.Kind.MECHANISM, SubjectId.Kind.RULES);

    private final DocumentsQueries documents;
    private final InstantSource legalClock;

    DocumentsHttp(DocumentsQueries documents, @Qualifier("legalClock") InstantSource legalClock) {
        this.documents = documents;
        this.legalClock = legalClock;
    }

    @GetMapping
    Page<DocumentView> list(
            Reader reader,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String merchant,
            @RequestParam(required = false) @Nullable String room,
            @RequestParam(required = false) @Nullable String operator,
            @RequestParam(required = false) @Nullable String waiting,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Wanted wanted = new Wanted(
                Asked.oneOf("kind", kind, KINDS, SubjectId.Kind::word),
                merchant,
                room,
                operator,
                Asked.flag("waiting", waiting));
        return documents.list(reader, wanted, instant(at), cursor, Page.limit(limit));
    }

    @GetMapping("/plans/{merchant}/{room}")
    DocumentDetailView plan(
            Reader reader,
            @PathVariable String merchant,
            @PathVariable String room,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return read(reader, SubjectId.plan(merchant, room), at, cursor, limit);
    }

    @GetMapping("/plans/{merchant}/{room}/versions/{number}")
    VersionView planVersion(
            Reader reader, @PathVariable String merchant, @PathVariable String room, @PathVariable int number) {
        return version(reader, SubjectId.plan(merchant, room), number);
    }

    @GetMapping("/mechanisms/{operator}")
    DocumentDetailView mechanism(
            Reader reader,
            @PathVariable String operator,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return read(reader, SubjectId.mechanism(operator), at, cursor, limit);
    }

    @GetMapping("/mechanisms/{operator}/versions/{number}")
    VersionView mechanismVersion(Reader reader, @PathVariable String operator, @PathVariable int number) {
        return version(reader, SubjectId.mechanism(operator), number);
    }

    @GetMapping("/rules")
    DocumentDetailView rules(
            Reader reader,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return read(reader, SubjectId.rules(), at, cursor, limit);
    }

    @GetMapping("/rules/versions/{number}")
    VersionView rulesVersion(Reader reader, @PathVariable int number) {
        return version(reader, SubjectId.rules(), number);
    }

    private DocumentDetailView read(
            Reader reader, SubjectId document, @Nullable String at, @Nullable String cursor, @Nullable Integer limit) {
        return documents
                .read(reader, document, instant(at), cursor, Page.limit(limit))
                .orElseThrow(() -> new NotOnSheet(document.kind().word(), document.key()));
    }

    private VersionView version(Reader reader, SubjectId document, int number) {
        return documents
                .version(reader, document, number, legalClock.instant())
                .orElseThrow(() -> new NotOnSheet("version", Integer.toString(number)));
    }

    private Instant instant(@Nullable String at) {
        Instant asked = Asked.instant("at", at);
        return asked == null ? legalClock.instant() : asked;
    }
}
