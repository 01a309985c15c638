package io.redress.command.rule;

import io.redress.api.Spelling;
import java.util.List;
import java.util.stream.Stream;
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

    /** Whoever sends thousands of fields hears of the first. */
    private static final int UNKNOWN_MAX = 20;

    private static final int NAME_CHARACTERS_MAX = 200;

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

    /**
     * Why fields are refused that nobody reads: for the first of them, under their names as far as these can be shown.
     *
     * @param place with the object in which they stand: {@code lines/0/}
     */
    public static List<Reason> ofUnknown(String place, Stream<String> fields) {
        return fields.limit(UNKNOWN_MAX)
                .map(field -> new Reason(Rule.FIELD_IS_KNOWN, place + (isShown(field) ? field : "?"), List.of()))
                .distinct()
                .toList();
    }

    private static boolean isShown(String field) {
        return field.length() <= NAME_CHARACTERS_MAX
                && Spelling.isName(field)
                && field.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
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
