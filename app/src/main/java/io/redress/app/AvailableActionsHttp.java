package io.redress.app;

import io.redress.api.SubjectId;
import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Kind;
import io.redress.command.door.PossibleActs;
import io.redress.query.CaseKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What may be done in a case now. It is read from what is stored, so it never lags behind an act, and the rules
 * themselves say it.
 */
@RestController
@RequestMapping("/api/v1")
public class AvailableActionsHttp {
    private static final int AT_ONCE = 4;
    private static final int OF_ONE_CALLER = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PossibleActs possible;
    private final InstantSource legalClock;
    private final OfferedActions offered;

    /** Each tries hundreds of acts in one transaction; a third of the connections at most is theirs. */
    private final Turns turns = new Turns(AT_ONCE, OF_ONE_CALLER, PATIENCE);

    AvailableActionsHttp(PossibleActs possible, InstantSource legalClock, OfferedActions offered) {
        this.offered = offered;
        this.possible = possible;
        this.legalClock = legalClock;
    }

    @GetMapping("/cases/{kind}/{id}/available-actions")
    AvailableActions ofCase(Caller caller, @PathVariable String kind, @PathVariable String id) {
        return of(caller, CaseKind.subject(kind, id));
    }

    /** What makes sense as things stand and is the caller's to do. */
    public AvailableActions of(Caller caller, SubjectId subject) {
        Instant now = legalClock.instant().truncatedTo(ChronoUnit.MICROS);
        String agent = caller.kind() == Kind.AGENT ? caller.name() : null;
        PossibleActs.Answer answer = turns.take(caller, () -> possible.on(subject, now, agent));
        return offered.to(caller, answer);
    }
}
