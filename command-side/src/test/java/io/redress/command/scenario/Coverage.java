package io.redress.command.scenario;

import io.redress.api.window.Obligation;
import io.redress.command.rule.Rule;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the stories have shown so far: rules that were raised, acts that were done, outcomes that windows had. */
public final class Coverage {
    /** An outcome that a window of this obligation was shown to have. */
    record Shown(Obligation obligation, String outcome) {}

    private static final Set<Rule> RAISED = ConcurrentHashMap.newKeySet();
    private static final Set<String> ACCEPTED = ConcurrentHashMap.newKeySet();
    private static final Set<Shown> SHOWN = ConcurrentHashMap.newKeySet();

    private Coverage() {}

    public static void raised(Rule rule) {
        RAISED.add(rule);
    }

    public static void accepted(String act) {
        ACCEPTED.add(act);
    }

    static void shown(Ledger.Row row) {
        SHOWN.add(new Shown(row.window().obligation(), row.outcome()));
    }

    static Set<Rule> raised() {
        return Set.copyOf(RAISED);
    }

    static Set<String> accepted() {
        return Set.copyOf(ACCEPTED);
    }

    static Set<Shown> shown() {
        return Set.copyOf(SHOWN);
    }
}
