package io.redress.app.access;

import io.redress.app.access.Caller.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.test.util.ReflectionTestUtils;

/** Tokens as the sandbox's issuer gave them some time ago. */
public final class PastTokens {
    private PastTokens() {}

    /** A token that was good until last month. */
    public static String expired(DevelopmentIssuer issuer, Kind kind, String name) {
        DevelopmentIssuer then =
                new DevelopmentIssuer(InstantSource.fixed(Instant.now().minus(Duration.ofDays(40))));
        ReflectionTestUtils.setField(then, "key", ReflectionTestUtils.getField(issuer, "key"));
        return then.token(kind, name, kind.most(), List.of()).token();
    }
}
