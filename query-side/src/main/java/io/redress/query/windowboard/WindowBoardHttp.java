package io.redress.query.windowboard;

import io.redress.query.Asked;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.WindowOutcome;
import io.redress.query.WindowView;
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
@RequestMapping("/api/v1")
final class WindowBoardHttp {
    private final WindowBoardQueries windows;
    private final InstantSource legalClock;

    WindowBoardHttp(WindowBoardQueries windows, @Qualifier("legalClock") InstantSource legalClock) {
        this.windows = windows;
        this.legalClock = legalClock;
    }

    @GetMapping("/windows")
    Page<WindowView> board(
            Reader reader,
            @RequestParam(required = false) @Nullable String party,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return windows.board(
                reader,
                Asked.ifAny("party", party, Asked::party),
                Asked.ifAny("state", state, WindowBoardHttp::running),
                cursor,
                Page.limit(limit),
                legalClock.instant());
    }

    private static WindowOutcome running(String word) {
        return switch (word) {
            case "open" -> WindowOutcome.OPEN;
            case "suspended" -> WindowOutcome.SUSPENDED;
            default -> throw new IllegalArgumentException();
        };
    }

    @GetMapping("/cases/{kind}/{id}/windows")
    List<WindowView> of(Reader reader, @PathVariable String kind, @PathVariable String id) {
        List<WindowView> found = windows.of(reader, CaseKind.subject(kind, id), legalClock.instant());
        if (found.isEmpty()) {
            throw new NotOnSheet(kind, id);
        }
        return found;
    }
}
