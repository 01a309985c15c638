package io.redress.query.demands;

import io.redress.api.SubjectId;
import io.redress.query.Asked;
import io.redress.query.CaseState;
import io.redress.query.Page;
import io.redress.query.Reader;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class DemandsHttp {
    private final DemandsQueries demands;

    DemandsHttp(DemandsQueries demands) {
        this.demands = demands;
    }

    @GetMapping("/api/v1/demands")
    Page<DemandView> list(
            Reader reader,
            @RequestParam(required = false) @Nullable String party,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return demands.list(
                reader,
                Asked.ifAny("party", party, Asked::party),
                Asked.ifAny("state", state, CaseState::of),
                Asked.ifAny("kind", kind, DemandsHttp::kind),
                cursor,
                Page.limit(limit));
    }

    private static SubjectId.Kind kind(String word) {
        return switch (word) {
            case "return" -> SubjectId.Kind.RETURN;
            case "complaint" -> SubjectId.Kind.COMPLAINT;
            default -> throw new IllegalArgumentException();
        };
    }
}
