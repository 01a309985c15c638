package io.redress.query.kept;

import io.redress.api.SubjectId;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Page;
import io.redress.query.Reader;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class KeptHttp {
    private final KeptQueries kept;

    KeptHttp(KeptQueries kept) {
        this.kept = kept;
    }

    @GetMapping("/api/v1/records")
    Page<KeptView> list(
            Reader reader,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return kept.list(reader, cursor, Page.limit(limit));
    }

    @GetMapping("/api/v1/cases/{kind}/{id}/accesses")
    Page<AccessView> accesses(
            Reader reader,
            @PathVariable String kind,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        SubjectId of = CaseKind.subject(kind, id);
        Page<AccessView> accesses = kept.accesses(reader, of, cursor, Page.limit(limit));
        if (accesses.items().isEmpty() && kept.of(reader, of).isEmpty()) {
            throw new NotOnSheet(kind, id); // there is no such case, and not one that nobody read
        }
        return accesses;
    }

    @GetMapping("/api/v1/cases/{kind}/{id}/retention")
    KeptView of(Reader reader, @PathVariable String kind, @PathVariable String id) {
        return kept.of(reader, CaseKind.subject(kind, id)).orElseThrow(() -> new NotOnSheet(kind, id));
    }
}
