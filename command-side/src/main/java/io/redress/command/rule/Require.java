package io.redress.command.rule;

/** Says a rule in one line: {@code that(shipped, EVERY_LINE_IS_SHIPPED)}. */
public final class Require {
    private Require() {}

    /** Refuses the act unless the rule holds. */
    public static void that(boolean holds, Rule rule, String... details) {
        if (!holds) {
            throw new Refusal(rule, details);
        }
    }
}
