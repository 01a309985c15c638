package io.redress.query.windowboard;

import io.redress.api.window.Obligation;
import io.redress.query.Asked;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.WindowView;
import java.time.InstantSource;
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
            @RequestParam(required = false) @Nullable String obligation,
            @RequestParam(required = false) @Nullable String clause,
            @RequestParam(required = false) @Nullable String dueFrom,
            @RequestParam(required = false) @Nullable String dueBefore,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        WindowFilter.State asked = Asked.oneOf("state", state, WindowFilter.State.ALL, WindowFilter.State::word);
        WindowFilter filter = new WindowFilter(
                Asked.party("party", party),
                asked == null ? WindowFilter.State.RUNNING : asked,
                Asked.oneOf("obligation", obligation, Obligation.values(), Obligation::id),
                Asked.ifAny("clause", clause, WindowFilter.Clause::of, "clause"),
                Asked.instant("dueFrom", dueFrom),
                Asked.instant("dueBefore", dueBefore));
        return windows.board(reader, filter, cursor, Page.limit(limit), legalClock.instant());
    }

    @GetMapping("/cases/{kind}/{id}/windows")
    Page<WindowView> of(
            Reader reader,
            @PathVariable String kind,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<WindowView> found =
                windows.of(reader, CaseKind.subject(kind, id), cursor, Page.limit(limit), legalClock.instant());
        if (found.items().isEmpty() && cursor == null) {
            throw new NotOnSheet(kind, id);
        }
        return found;
    }
}
