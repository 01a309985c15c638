package io.redress.app;

import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.intervention.ConfirmDecision;
import io.redress.app.AvailableActions.Action;
import io.redress.app.AvailableActions.Field;
import io.redress.app.AvailableActions.Otherwise;
import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.FourEyes;
import io.redress.app.access.Policy;
import io.redress.command.door.ActField;
import io.redress.command.door.PossibleAct;
import io.redress.command.door.PossibleAct.Answered;
import io.redress.command.door.PossibleAct.Lapse;
import io.redress.command.door.PossibleAct.Limit;
import io.redress.command.door.PossibleActs;
import io.redress.query.CaseKind;
import io.redress.query.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/**
 * What may be done in a case now. It is read from what is stored, so it never lags behind an act, and the rules
 * themselves say it.
 */
@RestController
@RequestMapping("/api/v1")
public class AvailableActionsHttp {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int AT_ONCE = 4;
    private static final int OF_ONE_CALLER = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PossibleActs possible;
    private final InstantSource legalClock;
    private final Texts texts = new Texts("actions");

    private final Policy policy;
    private final FourEyes fourEyes;

    /** Each tries hundreds of acts in one transaction; a third of the connections at most is theirs. */
    private final Turns turns = new Turns(AT_ONCE, OF_ONE_CALLER, PATIENCE);

    AvailableActionsHttp(PossibleActs possible, InstantSource legalClock, Policy policy, FourEyes fourEyes) {
        this.policy = policy;
        this.fourEyes = fourEyes;
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
        return new AvailableActions(
                subject,
                time(answer.at()),
                answer.acts().stream()
                        .filter(act -> policy.offers(caller, act.act(), act.side(), act.actor(), answer.parties()))
                        .filter(act -> act.type() != ConfirmDecision.class || !fourEyes.hasProposed(caller, subject))
                        .map(act -> action(subject, act, agent != null))
                        .toList());
    }

    /** @param byAnAgent whether a person at the desk asks, whose name need not be said */
    private Action action(SubjectId subject, PossibleAct act, boolean byAnAgent) {
        Answered answers = act.answers();
        Instant dueAt = answers == null ? act.until() : answers.dueAt();
        ObjectNode example = (ObjectNode) act.example().deepCopy();
        if (act.onTheSubject()) {
            example.remove(subject.kind().word());
        } else {
            act.fields().stream().filter(AvailableActionsHttp::isNew).forEach(field -> example.remove(field.name()));
        }
        return new Action(
                act.act(),
                act.actor(),
                act.side(),
                texts.say(List.of(act.act()), _ -> List.of()),
                dueAt == null ? null : time(dueAt),
                answers == null ? null : answers.state().name().toLowerCase(Locale.ROOT),
                answers == null ? null : answers.window().obligation().id(),
                answers == null ? null : answers.window().subject(),
                answers == null
                        ? String.join(
                                "; ",
                                Objects.requireNonNull(act.type().getAnnotation(Clause.class))
                                        .value())
                        : answers.clause(),
                answers == null || answers.otherwise() == null ? null : otherwise(answers.otherwise()),
                "POST",
                ActsHttp.address(act.act(), act.onTheSubject() ? subject : null),
                act.fields().stream()
                        .map(field ->
                                isNew(field) || (byAnAgent && field.name().equals("agent")) ? field.optional() : field)
                        .map(field -> field(field, act.limits().get(field.name())))
                        .toList(),
                act.choices(),
                example);
    }

    private Otherwise otherwise(Lapse lapse) {
        List<String> sentences =
                new ArrayList<>(List.of("otherwise." + lapse.consequence().word()));
        if (lapse.ends() != null) {
            sentences.add("otherwise.ends");
        }
        return new Otherwise(
                lapse.consequence().word(),
                lapse.opens().stream().map(obligation -> obligation.id()).toList(),
                lapse.ends(),
                texts.say(sentences, _ -> List.of()));
    }

    /** The id of what an act begins, which is given when it is not chosen; what it is about stands in the choices. */
    private static boolean isNew(ActField field) {
        return field.type() == ActField.Type.ID && field.name().matches("return|complaint");
    }

    private static Field field(ActField field, @Nullable Limit limit) {
        Long least = limit == null ? null : limit.amountMinFen();
        Long most = limit == null ? null : limit.amountMaxFen();
        Instant after = limit == null ? null : limit.after();
        Instant until = limit == null ? null : limit.until();
        return new Field(
                field.name(),
                field.type().word(),
                field.required(),
                field.words(),
                least,
                most == null ? field.max() : most,
                after == null ? null : time(after),
                until == null ? null : time(until));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atZone(ZONE).toOffsetDateTime();
    }
}
