package io.redress.app.access;

import io.redress.api.party.Party;

/**
 * A callback whose signature was verified, as an attribute of its request.
 *
 * @param endpoint of whose holder it comes
 * @param id the webhook-id
 * @param body the very bytes that were signed
 */
public record SignedCallback(String endpoint, Party party, String id, byte[] body) {
    /** The address to which callbacks are sent. */
    public static final String ADDRESS = "/api/v1/callbacks/{endpoint}";

    /** The name of the attribute. */
    public static final String ATTRIBUTE = "redress.signed-callback";
}
