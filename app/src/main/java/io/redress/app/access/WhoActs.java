package io.redress.app.access;

import java.util.List;
import java.util.Map;

/** Says with an act who does it. */
public final class WhoActs {
    /** Under this name the caller travels with an act, and the trail stands beside the event. */
    static final String CALLER = "caller";

    private WhoActs() {}

    /** A caller. */
    public static Map<String, Caller> is(Caller caller) {
        return Map.of(CALLER, caller);
    }

    /** A command of the service, which tells the stories of all parties. */
    public static Map<String, Caller> isTheCommand(String name) {
        return is(new Caller(Caller.Kind.PLATFORM, name, Caller.Kind.PLATFORM.most(), List.of(), "command"));
    }
}
