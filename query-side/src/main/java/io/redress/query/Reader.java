package io.redress.query;

import io.redress.api.party.Party;
import io.redress.api.party.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who reads, and with it which rows there are: nobody finds a case in which he has no part. Every question to a sheet
 * names its reader; {@link Question#openTo} asks for his rows only, and the database, told the same by
 * {@link SheetReader}, gives out no others.
 *
 * @param name of the party, or of the person at the platform's desk
 * @param connections of a person at the desk: parties with which a case must not have to do to be theirs to read
 */
public record Reader(Kind kind, String name, List<Party> connections) {
    /** In which part somebody reads. */
    public enum Kind {
        /** The service itself, in commands of its own: it owns the sheets. Nobody who asks over the network is this. */
        SERVICE,
        /** The platform's systems. */
        PLATFORM,
        /** A person at the platform's desk. */
        AGENT,
        CONSUMER,
        MERCHANT,
        /** The operator of rooms of its own; a room that a merchant runs itself has none. */
        OPERATOR,
        /** Whoever has no part in any case: a carrier's feed, say. */
        NOBODY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Reader SERVICE = new Reader(Kind.SERVICE, "", List.of());
    public static final Reader PLATFORM = new Reader(Kind.PLATFORM, "", List.of());
    public static final Reader NOBODY = new Reader(Kind.NOBODY, "", List.of());

    public Reader {
        connections = List.copyOf(connections);
        boolean party = kind == Kind.CONSUMER || kind == Kind.MERCHANT || kind == Kind.OPERATOR;
        if (party && name.isEmpty()) {
            throw new IllegalArgumentException("a party without a name has no cases");
        }
    }

    /** A party of cases. */
    public static Reader party(Party party) {
        return switch (party.role()) {
            case CONSUMER -> new Reader(Kind.CONSUMER, party.name(), List.of());
            case MERCHANT -> new Reader(Kind.MERCHANT, party.name(), List.of());
            case ROOM_OPERATOR -> new Reader(Kind.OPERATOR, party.name(), List.of());
            case PLATFORM -> PLATFORM;
        };
    }

    /** A person at the platform's desk. */
    public static Reader agent(String name, List<Party> connections) {
        return new Reader(Kind.AGENT, name, connections);
    }

    /** Whether this is the platform, whose own notes are not for the parties. */
    public boolean isPlatform() {
        return kind == Kind.SERVICE || kind == Kind.PLATFORM || kind == Kind.AGENT;
    }

    /** Whether what is kept about a party is this reader's to see: its own, and the platform's desk sees everybody's. */
    public boolean maySeeRecordOf(Party party) {
        return switch (kind) {
            case SERVICE, PLATFORM -> true;
            case AGENT -> !avoided(party.role()).contains(party.name());
            case CONSUMER, MERCHANT, OPERATOR -> equals(party(party));
            case NOBODY -> false;
        };
    }

    /** The names that this person at the desk keeps away from, in this role; as consumer, also the person's own. */
    public List<String> avoided(Role role) {
        if (kind != Kind.AGENT) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        if (role == Role.CONSUMER && !name.isEmpty()) {
            names.add(name);
        }
        connections.stream()
                .filter(connection -> connection.role() == role)
                .map(Party::name)
                .forEach(names::add);
        return names;
    }
}
