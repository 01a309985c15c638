package io.redress.command.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An act was refused and nothing changed. It names the rules, the fields and what stood in the way. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * One reason.
     *
     * @param field the field of the act that is at fault, null when it is the state of the subject
     * @param details what the text names, in the order of its placeholders
     * @param clause which clause asks for it; null for what only the service itself asks
     */
    public record Reason(
            Rule rule,
            @Nullable String field,
            List<String> details,
            @Nullable String clause) {
        /** A reason of which the rule says the clause. */
        public Reason(Rule rule, @Nullable String field, List<String> details) {
            this(rule, field, details, rule.clause());
        }
    }

    private final transient List<Reason> reasons;

    public Refusal(Rule rule, String... details) {
        this(List.of(new Reason(rule, null, List.of(details))));
    }

    public Refusal(List<Reason> reasons) {
        super(null, null, false, false);
        this.reasons = List.copyOf(reasons);
    }

    /** A refusal that points at a field of the act. */
    public static Refusal ofField(Rule rule, String field, String... details) {
        return new Refusal(List.of(new Reason(rule, field, List.of(details))));
    }

    /** At least one; several where several fields are wrong, or several rows of a document. */
    public List<Reason> reasons() {
        return reasons;
    }

    /** The first rule that refused. */
    public Rule rule() {
        return reasons.getFirst().rule();
    }

    @Override
    public String getMessage() {
        StringBuilder text = new StringBuilder();
        for (Reason reason : reasons) {
            text.append(text.isEmpty() ? "" : "; ").append(reason.rule().code());
            if (reason.field() != null) {
                text.append(" (").append(reason.field()).append(')');
            }
            if (!reason.details().isEmpty()) {
                text.append(' ').append(reason.details());
            }
        }
        return text.toString();
    }
}
