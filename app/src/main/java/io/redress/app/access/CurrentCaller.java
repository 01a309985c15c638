package io.redress.app.access;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Says on any thread that serves a request who is asking; on every other thread it is nobody. */
@Component
public class CurrentCaller {
    CurrentCaller() {}

    public Caller get() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof KnownCaller known
                ? known.getPrincipal()
                : Caller.nobody();
    }
}
