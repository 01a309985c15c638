package io.redress.app.proof;

import io.redress.api.SubjectId;
import io.redress.command.seal.SealProofs;
import io.redress.query.BadQuestion;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.casefile.CaseFileQueries;
import io.redress.query.casefile.CaseFileView;
import io.redress.query.casefile.CaseFileView.EntryView;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows that the entries of a case file, and its files, are under the last seal: those that whoever asks may see. */
@RestController
final class ProofsHttp {
    private final CaseFileQueries cases;
    private final SheetReader sheets;
    private final SealProofs proofs;
    private final InstantSource legalClock;

    ProofsHttp(
            CaseFileQueries cases,
            SheetReader sheets,
            JdbcClient sql,
            @Qualifier("legalClock") InstantSource legalClock) {
        this.cases = cases;
        this.sheets = sheets;
        this.proofs = new SealProofs(sql);
        this.legalClock = legalClock;
    }

    /**
     * Proofs of the entries that the case file shows with the same {@code after}; files come with the first.
     *
     * @param since the number of an earlier seal, which whoever asks has kept
     */
    @GetMapping("/api/v1/cases/{kind}/{id}/proofs")
    ProofsView read(
            Reader reader,
            @PathVariable String kind,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(required = false) @Nullable Long since) {
        if (since != null && since < 1) {
            throw new BadQuestion("since", "number");
        }
        SubjectId of = CaseKind.subject(kind, id);
        CaseFileView file = cases.read(reader, of, after == null ? -1 : after, legalClock.instant())
                .orElseThrow(() -> new NotOnSheet(kind, id));
        List<Long> events = file.entries().stream().map(EntryView::position).toList();
        List<String> files = after == null ? submitted(reader, of) : List.of();
        return proofs.last()
                .map(by -> ProofsView.of(
                        file,
                        events,
                        files,
                        proofs.of(by, events, files),
                        since == null
                                ? null
                                : proofs.since(since, by)
                                        .orElseThrow(() -> new NotOnSheet("seal", Long.toString(since)))))
                .orElseGet(() -> ProofsView.unsealed(file, events, files));
    }

    private List<String> submitted(Reader reader, SubjectId of) {
        return sheets.list(
                reader,
                Question.of("SELECT f.id FROM evidence.file f WHERE f.subject = ?", of.toString())
                        .openTo(reader, "f.")
                        .and("AND f.submitted_at IS NOT NULL ORDER BY f.id"),
                row -> row.text("id"));
    }
}
