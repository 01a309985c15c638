package io.redress.query.casefile;

import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Reader;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class CaseFileHttp {
    private final CaseFileQueries files;
    private final InstantSource legalClock;

    CaseFileHttp(CaseFileQueries files, @Qualifier("legalClock") InstantSource legalClock) {
        this.files = files;
        this.legalClock = legalClock;
    }

    @GetMapping("/api/v1/cases/{kind}/{id}")
    ResponseEntity<CaseFileView> read(
            Reader reader,
            @PathVariable String kind,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long after) {
        CaseFileView file = files.read(
                        reader, CaseKind.subject(kind, id), after == null ? -1 : after, legalClock.instant())
                .orElseThrow(() -> new NotOnSheet(kind, id));
        return ResponseEntity.ok().eTag(Long.toString(file.version())).body(file);
    }
}
