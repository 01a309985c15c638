package io.redress.query.demands;

import io.redress.api.Spelling;
import io.redress.api.SubjectId;
import io.redress.query.Asked;
import io.redress.query.CaseState;
import io.redress.query.Page;
import io.redress.query.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class DemandsHttp {
    private static final List<SubjectId.Kind> KINDS = List.of(SubjectId.Kind.RETURN, SubjectId.Kind.COMPLAINT);

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
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        DemandsQueries.Wanted wanted = new DemandsQueries.Wanted(
                Asked.party("party", party),
                Asked.oneOf("state", state, CaseState.values(), CaseState::word),
                Asked.oneOf("kind", kind, KINDS, SubjectId.Kind::word),
                Asked.ifAny("order", order, DemandsHttp::named, "id"));
        return demands.list(reader, wanted, cursor, Page.limit(limit));
    }

    private static SubjectId named(String order) {
        if (!Spelling.isId(order)) {
            throw new IllegalArgumentException(order);
        }
        return SubjectId.order(order);
    }
}
