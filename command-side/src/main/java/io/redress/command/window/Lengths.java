package io.redress.command.window;

import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.command.window.Documents.Published;
import io.redress.command.window.WorkingCalendar.Due;
import io.redress.command.window.WorkingCalendar.UnknownYear;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
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

    /**
     * How long a window is, and who says so.
     *
     * @param document null where no document says it
     */
    public record Resolved(
            Length length, Layer layer, @Nullable DocumentVersion document) {}

    /** How long a window of this obligation is that opens at this instant: what the first layer says that speaks. */
    public Resolved resolve(Obligation obligation, Instant openedAt) {
        ObligationTerms row = terms.obligations().of(obligation);
        Set<Layer> layers = row.layers();
        Resolved said = null;
        if (layers.contains(Layer.SERVICE_PLAN) && plan != null) {
            said = said(obligation, Layer.SERVICE_PLAN, terms.documents().plan(plan));
        }
        if (said == null && layers.contains(Layer.EMERGENCY_MECHANISM) && !operator.isEmpty()) {
            said = said(obligation, Layer.EMERGENCY_MECHANISM, terms.documents().mechanism(operator, openedAt));
        }
        if (said == null && layers.contains(Layer.PLATFORM_RULES)) {
            said = said(obligation, Layer.PLATFORM_RULES, terms.documents().rules(openedAt));
        }
        return said != null ? said : new Resolved(row.defaultLength(), Layer.DEFAULT, null);
    }

    private static @Nullable Resolved said(Obligation obligation, Layer layer, @Nullable Published document) {
        Length length = document == null ? null : document.windows().get(obligation);
        return document == null || length == null ? null : new Resolved(length, layer, document.version());
    }

    /**
     * Opens a window with the length of the first layer that speaks.
     *
     * @param inForce the calendar by which days are counted; an exact length asks for none
     */
    Change.Opened open(WindowKey key, Instant openedAt, Supplier<WorkingCalendar> inForce, UnknownYear unknownYear) {
        Resolved said = resolve(key.obligation(), openedAt);
        boolean exact = said.length().unit() == Length.Unit.SECONDS;
        WorkingCalendar calendar = exact ? WorkingCalendar.shipped() : inForce.get();
        Due due = calendar.due(openedAt, said.length(), unknownYear);
        String clause = terms.obligations().of(key.obligation()).clause();
        return new Change.Opened(
                key,
                openedAt,
                due.dueAt(),
                said.length(),
                said.layer(),
                said.document(),
                clause,
                due.provisional(),
                calendar.countedIn(said.length()));
    }

    /** Opens a window until an agreed instant. */
    Change.Opened openAgreed(WindowKey key, Instant openedAt, Instant dueAt) {
        String clause = terms.obligations().of(key.obligation()).clause();
        return new Change.Opened(key, openedAt, dueAt, null, Layer.AGREEMENT, null, clause, false, null);
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
