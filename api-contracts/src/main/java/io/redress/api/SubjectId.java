package io.redress.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names what windows run on: {@code order/O1}, {@code return/R1}, {@code intervention/return/R1}, {@code plan/M1/L1}.
 *
 * <p>The text form is unique. The two names inside a plan's key are escaped ({@code %} and {@code /}), because parties
 * are whatever name is used; {@link #label()} shows them as they were given.
 */
public record SubjectId(Kind kind, String key) {
    /** What can have a history or windows of its own. */
    public enum Kind {
        ORDER,
        RETURN,
        COMPLAINT,
        INQUIRY,
        REPORT,
        PLAN,
        MECHANISM,
        RULES,
        /** The platform's intervention on a demand; it lives in the demand's own history. */
        INTERVENTION;

        /** The word in the text form. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final SubjectId PLATFORM_RULES = new SubjectId(Kind.RULES, "platform");

    public static SubjectId order(String order) {
        return new SubjectId(Kind.ORDER, order);
    }

    public static SubjectId returnRequest(String returnId) {
        return new SubjectId(Kind.RETURN, returnId);
    }

    public static SubjectId complaint(String complaint) {
        return new SubjectId(Kind.COMPLAINT, complaint);
    }

    public static SubjectId inquiry(String inquiry) {
        return new SubjectId(Kind.INQUIRY, inquiry);
    }

    public static SubjectId report(String report) {
        return new SubjectId(Kind.REPORT, report);
    }

    /** The service plan that a merchant agreed for a room. */
    public static SubjectId plan(String merchant, String room) {
        return new SubjectId(Kind.PLAN, escape(merchant) + "/" + escape(room));
    }

    /** The emergency mechanism of a room operator. */
    public static SubjectId mechanism(String operator) {
        return new SubjectId(Kind.MECHANISM, operator);
    }

    /** The platform's own rules; one deployment serves one platform. */
    public static SubjectId rules() {
        return PLATFORM_RULES;
    }

    /** The intervention on this demand. */
    public SubjectId intervention() {
        return new SubjectId(Kind.INTERVENTION, toString());
    }

    /** The subject in whose history a window of this subject stands: the demand, for an intervention. */
    public SubjectId owner() {
        return kind == Kind.INTERVENTION ? parse(key) : this;
    }

    public boolean isDemand() {
        return kind == Kind.RETURN || kind == Kind.COMPLAINT;
    }

    /** Reads the text form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SubjectId parse(String text) {
        int slash = text.indexOf('/');
        if (slash > 0 && slash < text.length() - 1) {
            String word = text.substring(0, slash);
            for (Kind kind : Kind.values()) {
                if (kind.word().equals(word)) {
                    return new SubjectId(kind, text.substring(slash + 1));
                }
            }
        }
        throw new IllegalArgumentException("not a subject: " + text);
    }

    /** The text form with names as they were given, for people and for the ledger. */
    public String label() {
        return kind == Kind.PLAN ? kind.word() + "/" + key.replace("%2F", "/").replace("%25", "%") : toString();
    }

    private static String escape(String name) {
        return name.replace("%", "%25").replace("/", "%2F");
    }

    @JsonValue
    @Override
    public String toString() {
        return kind.word() + "/" + key;
    }
}
