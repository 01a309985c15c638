package io.redress.command.window;

import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.WindowKey;
import io.redress.command.window.Documents.Published;
import io.redress.command.window.WorkingCalendar.Due;
import io.redress.command.window.WorkingCalendar.UnknownYear;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves how long the windows of one case are. Layers in order, the first that speaks wins: agreement, then the
 * service plan bound to the case or the operator's emergency mechanism, then the platform rules, then the default. Of
 * mechanism and rules those speak that are in effect when the window opens.
 */
public final class Lengths {
    private final Terms terms;
    private final @Nullable DocumentVersion plan;
    private final String operator;

    Lengths(Terms terms, @Nullable DocumentVersion plan, String operator) {
        this.terms = terms;
        this.plan = plan;
        this.operator = operator;
    }

    /** Opens a window with the length of the first layer that speaks. */
    Change.Opened open(WindowKey key, Instant openedAt, UnknownYear unknownYear) {
        ObligationTerms row = terms.obligations().of(key.obligation());
        Set<Layer> layers = row.layers();
        Change.Opened opened = null;
        if (layers.contains(Layer.SERVICE_PLAN) && plan != null) {
            opened = speak(key, openedAt, Layer.SERVICE_PLAN, terms.documents().plan(plan), row, unknownYear);
        }
        if (opened == null && layers.contains(Layer.EMERGENCY_MECHANISM) && !operator.isEmpty()) {
            Published mechanism = terms.documents().mechanism(operator, openedAt);
            opened = speak(key, openedAt, Layer.EMERGENCY_MECHANISM, mechanism, row, unknownYear);
        }
        if (opened == null && layers.contains(Layer.PLATFORM_RULES)) {
            Published rules = terms.documents().rules(openedAt);
            opened = speak(key, openedAt, Layer.PLATFORM_RULES, rules, row, unknownYear);
        }
        return opened != null
                ? opened
                : resolved(key, openedAt, row.defaultLength(), Layer.DEFAULT, null, row, unknownYear);
    }

    private Change.@Nullable Opened speak(
            WindowKey key,
            Instant openedAt,
            Layer layer,
            @Nullable Published document,
            ObligationTerms row,
            UnknownYear unknownYear) {
        Length length = document == null ? null : document.windows().get(key.obligation());
        return document == null || length == null
                ? null
                : resolved(key, openedAt, length, layer, document.version(), row, unknownYear);
    }

    private Change.Opened resolved(
            WindowKey key,
            Instant openedAt,
            Length length,
            Layer layer,
            @Nullable DocumentVersion document,
            ObligationTerms row,
            UnknownYear unknownYear) {
        Due due = terms.calendar().due(openedAt, length, unknownYear);
        return new Change.Opened(key, openedAt, due.dueAt(), length, layer, document, row.clause(), due.provisional());
    }

    /** Opens a window until an agreed instant. */
    Change.Opened openAgreed(WindowKey key, Instant openedAt, Instant dueAt) {
        String clause = terms.obligations().of(key.obligation()).clause();
        return new Change.Opened(key, openedAt, dueAt, null, Layer.AGREEMENT, null, clause, false);
    }

    /** Whether the platform urges late shipments by itself; on unless the rules in effect then switch it off. */
    boolean autoUrge(Instant at) {
        Published rules = terms.documents().rules(at);
        return rules == null || rules.autoUrge();
    }

    /** Whether a second person must confirm a decision about this amount; never unless the rules in effect then say so. */
    boolean needsSecondPerson(long amountFen, Instant at) {
        Published rules = terms.documents().rules(at);
        Long aboveFen = rules == null ? null : rules.secondPersonAboveFen();
        return aboveFen != null && amountFen > aboveFen;
    }

    Terms terms() {
        return terms;
    }
}
