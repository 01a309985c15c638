package io.redress.query.platformqueue;

import com.fasterxml.jackson.annotation.JsonValue;
import io.redress.api.window.Obligation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an item of the queue asks of the platform. */
public enum ItemKind {
    /** Take a case up and provide a solution. */
    INTERVENTION,
    /** Urge in place of the room operator, who did not. */
    URGE,
    /** Execute a decision in place of the party that was ordered to, and did not. */
    EXECUTION,
    /** Decide an appeal, by another agent. */
    APPEAL,
    /** Tell the consumer of other remedies. */
    REMEDIES,
    /** Triage the report of a violation. */
    REPORT,
    /** Tell the consumer who the other parties are. */
    DISCLOSURE;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word. */
    static ItemKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The kind of item that waits for this window of the platform, or null when none does. */
    static @Nullable ItemKind waitingFor(Obligation obligation) {
        return switch (obligation) {
            case PLATFORM_OPEN_INTERVENTION, PLATFORM_PROVIDE_SOLUTION -> INTERVENTION;
            case PLATFORM_DECIDE_APPEAL -> APPEAL;
            case PLATFORM_INFORM_OTHER_REMEDIES -> REMEDIES;
            case PLATFORM_TRIAGE_DEMAND -> REPORT;
            case PLATFORM_DISCLOSE_PARTY_INFO -> DISCLOSURE;
            default -> null;
        };
    }

    /** The kind of item that the lapse of this window puts, or null when it puts none. */
    static @Nullable ItemKind putByLapseOf(Obligation obligation) {
        return switch (obligation) {
            case ROOM_OPERATOR_URGE_PROMISE,
                    ROOM_OPERATOR_URGE_AFTERSALE,
                    ROOM_OPERATOR_COORDINATE,
                    PLATFORM_URGE_SHIPMENT -> URGE;
            case PARTY_EXECUTE_DECISION -> EXECUTION;
            default -> null;
        };
    }
}
