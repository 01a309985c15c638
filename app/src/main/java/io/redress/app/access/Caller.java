package io.redress.app.access;

import io.redress.api.party.Party;
import io.redress.api.party.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who is behind a request. What a caller may do is decided elsewhere, by {@link Kind}, {@link #name} and
 * {@link Scope}; this only says who it is.
 *
 * @param name of a consumer, merchant or operator the party's name, as acts and cases spell it; of an agent the
 *     agent's; of the platform and of a feed the name of the system; empty of nobody
 * @param scopes what this credential is good for, which may be less than what its holder may do
 * @param connections the parties with whom an agent has a conflict of interest
 * @param credential the id of the key or token, for the trail and for quotas; never the secret
 */
public record Caller(Kind kind, String name, Set<Scope> scopes, List<Party> connections, String credential) {
    private static final Caller NOBODY = new Caller(Kind.NOBODY, "", Set.of(), List.of(), "");

    /** In which part a caller speaks. */
    public enum Kind {
        CONSUMER,
        MERCHANT,
        /** The room operator (直播主体). */
        OPERATOR,
        /** A person at the platform's desk. */
        AGENT,
        /** The platform's own systems, and its administrator. */
        PLATFORM,
        /** A carrier's, payment's or order system, which reports what happened and decides nothing. */
        FEED,
        /** A stranger. */
        NOBODY;

        /** What a credential of this kind can be good for at most. */
        public Set<Scope> most() {
            return switch (this) {
                case CONSUMER, AGENT -> Set.of(Scope.ACTS, Scope.READ);
                case MERCHANT, OPERATOR -> Set.of(Scope.FACTS, Scope.ACTS, Scope.READ, Scope.DOCUMENTS, Scope.WEBHOOKS);
                case PLATFORM -> Set.of(Scope.values());
                case FEED -> Set.of(Scope.FACTS);
                case NOBODY -> Set.of();
            };
        }

        /** The word in tokens, in requests and in the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a credential is good for. */
    public enum Scope {
        /** To report what happened outside: paid, shipped, delivered, come back. */
        FACTS,
        /** To do the acts of the caller's part: file, answer, decide. */
        ACTS,
        /** To read. */
        READ,
        /** To publish service plans, mechanisms and platform rules. */
        DOCUMENTS,
        /** To say where a party is told, and to see what it was sent. */
        WEBHOOKS,
        /** To make and revoke keys and to look after the service. */
        ADMIN;

        /** The word in tokens, in requests and in the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Caller {
        scopes = Set.copyOf(scopes);
        connections = List.copyOf(connections);
    }

    /** Whoever shows no credential. */
    public static Caller nobody() {
        return NOBODY;
    }

    /** The party that it is; none for whoever belongs to the platform or is nobody. */
    public Optional<Party> party() {
        return Optional.ofNullable(
                switch (kind) {
                    case CONSUMER -> Party.consumer(name);
                    case MERCHANT -> Party.merchant(name);
                    case OPERATOR -> Party.roomOperator(name);
                    case AGENT, PLATFORM, FEED, NOBODY -> null;
                });
    }

    /** A party's own system, which signs with the secret of this endpoint: never the consumer's or the platform's. */
    public static Caller signing(Party party, String endpoint) {
        Kind kind = party.role() == Role.MERCHANT ? Kind.MERCHANT : Kind.OPERATOR;
        return new Caller(
                kind, party.name(), Set.of(Scope.FACTS, Scope.ACTS, Scope.READ), List.of(), "endpoint:" + endpoint);
    }

    /** Whether the credential is good for this. */
    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }
}
