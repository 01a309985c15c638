package io.redress.api.party;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A party in a role: {@code merchant:M1}; the platform has no name of its own. Parties are not registered here. */
public record Party(Role role, String name) {
    public static final Party PLATFORM = new Party(Role.PLATFORM, "");

    public static Party consumer(String name) {
        return new Party(Role.CONSUMER, name);
    }

    public static Party merchant(String name) {
        return new Party(Role.MERCHANT, name);
    }

    public static Party roomOperator(String name) {
        return new Party(Role.ROOM_OPERATOR, name);
    }

    /** Reads the text form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Party parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        for (Role role : Role.values()) {
            if (role.word().equals(word)) {
                return role == Role.PLATFORM ? PLATFORM : new Party(role, text.substring(colon + 1));
            }
        }
        throw new IllegalArgumentException("not a party: " + text);
    }

    @JsonValue
    @Override
    public String toString() {
        return role == Role.PLATFORM ? role.word() : role.word() + ":" + name;
    }
}
