package io.redress.app.access;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Says on any thread that serves a request who is asking; on every other thread it is nobody. */
@Component
public class CurrentCaller {
    private final boolean open;

    CurrentCaller(@Value("${redress.access}") String access) {
        open = access.equals("open");
    }

    public Caller get() {
        return open
                ? new Caller(Caller.Kind.PLATFORM, "open", Caller.Kind.PLATFORM.most(), List.of(), "open")
                : Caller.nobody();
    }
}
