package io.redress.command.webhook;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a party is told.
 *
 * @param id by which a receiver knows it again: letters, digits, {@code _} and {@code -}; the same however often it is
 *     put or sent
 * @param subject the case; null of a message that is about none
 * @param sequence its place among the messages to this party about the case
 * @param occurredAt when what it tells of happened, on the legal clock
 * @param data what it tells; no personal data. The case and the sequence are put beside it
 * @param snapshot whether it says all that there is to say of the case, so that an older one that has not arrived yet
 *     is not sent any more
 */
public record Message(
        String id,
        Party party,
        String type,
        @Nullable SubjectId subject,
        long sequence,
        Instant occurredAt,
        ObjectNode data,
        boolean snapshot) {
    /** It stands in addresses and in what is signed. */
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]{1,200}");

    public Message {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not the id of a message: " + id);
        }
    }
}
