package io.redress.app.access;

import io.redress.command.store.Versions;
import java.util.List;
import java.util.Map;

/** Says with an act who does it. */
public final class WhoActs {
    /** Under this name the caller travels with an act, and the trail stands beside the event. */
    static final String CALLER = "caller";

    private WhoActs() {}

    private static final String COMMAND = "command";

    /** A caller, who counts the events that he may know. */
    public static Map<String, ?> is(Caller caller) {
        boolean desk = caller.kind() == Caller.Kind.PLATFORM || caller.kind() == Caller.Kind.AGENT;
        return desk ? Map.of(CALLER, caller) : Map.of(CALLER, caller, Versions.OF_PARTIES, true);
    }

    /** A command of the service, which tells the stories of all parties. */
    public static Map<String, ?> isTheCommand(String name) {
        return is(new Caller(Caller.Kind.PLATFORM, name, Caller.Kind.PLATFORM.most(), List.of(), COMMAND));
    }

    /** Whether it is one of those, and nobody's credential. */
    static boolean isACommand(Caller caller) {
        return caller.credential().equals(COMMAND);
    }

    /**
     * Who did it, for whoever looks into it later: enough to find the key or token, and no consumer's name, which the
     * event itself keeps where it can be forgotten.
     */
    static String trail(Caller caller) {
        return holder(caller) + "#" + caller.credential();
    }

    /** Whose credential it is: of two keys, the one in use and its successor, the holder is the same. */
    static String holder(Caller caller) {
        return caller.kind().word() + (caller.kind() == Caller.Kind.CONSUMER ? "" : ":" + caller.name());
    }

    /** The holder that a trail names; names may hold what parts the trail, credentials do not. */
    static String holder(String trail) {
        int credential = trail.lastIndexOf('#');
        return credential < 0 ? trail : trail.substring(0, credential);
    }
}
