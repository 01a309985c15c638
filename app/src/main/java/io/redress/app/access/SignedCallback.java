package io.redress.app.access;

import io.redress.api.party.Party;
import org.springframework.security.core.AuthenticationException;

/** A callback whose signature was verified, as an attribute of its request. */
public final class SignedCallback {
    /** The address to which callbacks are sent. */
    public static final String ADDRESS = "/api/v1/callbacks/{endpoint}";

    /** The name of the attribute. */
    public static final String ATTRIBUTE = "redress.signed-callback";

    private final String endpoint;
    private final Party party;
    private final String id;
    private final byte[] body;

    /** Something came to the address of callbacks that is not signed as it must be. */
    public static final class Missing extends AuthenticationException {
        private static final long serialVersionUID = 1L;

        Missing() {
            super("nobody is known by this");
        }
    }

    SignedCallback(String endpoint, Party party, String id, byte[] body) {
        this.endpoint = endpoint;
        this.party = party;
        this.id = id;
        this.body = body;
    }

    /** Of whose holder it comes. */
    public String endpoint() {
        return endpoint;
    }

    public Party party() {
        return party;
    }

    /** The webhook-id. */
    public String id() {
        return id;
    }

    /** The very bytes that were signed. */
    public byte[] body() {
        return body;
    }
}
