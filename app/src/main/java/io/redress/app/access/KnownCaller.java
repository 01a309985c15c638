package io.redress.app.access;

import java.util.Set;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A caller, in the form in which Spring Security carries one through a request. */
final class KnownCaller extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Caller caller;

    KnownCaller(Caller caller) {
        super(Set.of(new SimpleGrantedAuthority("ROLE_" + caller.kind())));
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    /** It is kept no longer than it takes to know the caller. */
    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return caller.credential();
    }
}
