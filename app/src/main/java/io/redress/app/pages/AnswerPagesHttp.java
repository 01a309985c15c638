package io.redress.app.pages;

import io.redress.api.SubjectId;
import io.redress.app.AvailableActions.Action;
import io.redress.app.AvailableActionsHttp;
import io.redress.app.access.Caller;
import io.redress.app.evidence.FileReading;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Reader;
import io.redress.query.casefile.CaseFileQueries;
import io.redress.query.casefile.CaseFileView;
import io.redress.query.casefile.CaseFileView.EntryView;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** The forms of a case without its page, so that what is owed is answered where it is listed. */
@Controller
class AnswerPagesHttp {
    /** Who answers wants to know what was said last. */
    private static final int SAID_LAST = 3;

    private static final int FILES_MAX = 100;

    private final CaseFileQueries files;
    private final AvailableActionsHttp available;
    private final FileReading evidence;
    private final InstantSource legalClock;

    AnswerPagesHttp(
            CaseFileQueries files,
            AvailableActionsHttp available,
            FileReading evidence,
            @Qualifier("legalClock") InstantSource legalClock) {
        this.files = files;
        this.available = available;
        this.evidence = evidence;
        this.legalClock = legalClock;
    }

    /** @param obligation what is owed there: whatever answers it comes first */
    @GetMapping("/cases/{kind}/{id}/answer")
    Object answer(
            Reader reader,
            Caller caller,
            @PathVariable String kind,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String obligation,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String asked,
            Model model) {
        SubjectId subject = CaseKind.subject(kind, id);
        String address = "/cases/" + CaseKind.path(subject);
        if (asked == null) {
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .header(HttpHeaders.LOCATION, address + "#can")
                    .build();
        }
        CaseFileView file =
                files.read(reader, subject, -1, legalClock.instant()).orElseThrow(() -> new NotOnSheet(kind, id));
        // first what answers it, and of that what asks least
        List<Action> actions = available.of(caller, subject).actions().stream()
                .sorted(Comparator.comparing(
                                (Action action) -> obligation == null || !obligation.equals(action.obligation()))
                        .thenComparingInt(action -> action.fields().size()))
                .toList();
        List<EntryView> entries = file.entries();
        model.addAttribute("file", file);
        model.addAttribute("address", address);
        model.addAttribute("ascending", false);
        model.addAttribute("within", kind + "-" + id + "-" + obligation + "-");
        model.addAttribute("next", "/mine");
        model.addAttribute(
                "forms",
                ActForms.withFiles(
                        ActForms.of(actions, null),
                        CasePagesHttp.drafts(
                                evidence.list(reader, subject, null, FILES_MAX).items(), caller)));
        model.addAttribute("last", entries.subList(Math.max(0, entries.size() - SAID_LAST), entries.size()));
        return "answer :: answer";
    }
}
