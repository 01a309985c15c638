package io.redress.api.window;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The forty duties of chapter 6 (and the clauses it rests on) that have a response window. Lengths, bounds, clauses and
 * sources are data: {@code obligations.csv} on the command side.
 */
public enum Obligation {
    MERCHANT_SHIP_GOODS,
    PLATFORM_URGE_SHIPMENT,
    ROOM_OPERATOR_URGE_PROMISE,
    ROOM_OPERATOR_URGE_AFTERSALE,
    MERCHANT_DECIDE_RETURN_EXCHANGE,
    MERCHANT_DECIDE_REFUND_ONLY,
    MERCHANT_GIVE_RETURN_INSTRUCTIONS,
    CONSUMER_NOTIFY_NO_REASON_RETURN,
    CONSUMER_CLAIM_QUALITY_RETURN,
    CONSUMER_SHIP_RETURN,
    MERCHANT_REFUND_AFTER_RETURN,
    MERCHANT_EXECUTE_REFUND,
    MERCHANT_SHIP_EXCHANGE,
    MERCHANT_COMPLETE_REPAIR,
    MERCHANT_ACCEPT_COMPLAINT,
    MERCHANT_RESOLVE_COMPLAINT,
    ROOM_OPERATOR_ACCEPT_COMPLAINT,
    ROOM_OPERATOR_RESOLVE_COMPLAINT,
    ROOM_OPERATOR_COORDINATE,
    MERCHANT_VERIFY_SERIOUS_CASE,
    ROOM_OPERATOR_VERIFY_SERIOUS_CASE,
    MERCHANT_SERIOUS_CASE_SOLUTION,
    ROOM_OPERATOR_SERIOUS_CASE_SOLUTION,
    PARTY_PERFORM_SETTLEMENT,
    MERCHANT_ANSWER_INQUIRY,
    ROOM_OPERATOR_ANSWER_INQUIRY,
    MERCHANT_ANSWER_PLAN_ADJUSTMENT,
    CONSUMER_ANSWER_SOLUTION,
    CONSUMER_REQUEST_INTERVENTION,
    PLATFORM_TRIAGE_DEMAND,
    PLATFORM_OPEN_INTERVENTION,
    PLATFORM_PROVIDE_SOLUTION,
    MERCHANT_SUBMIT_EVIDENCE,
    ROOM_OPERATOR_SUBMIT_EVIDENCE,
    CONSUMER_SUBMIT_EVIDENCE,
    PARTY_EXECUTE_DECISION,
    PARTY_APPEAL_DECISION,
    PLATFORM_DECIDE_APPEAL,
    PLATFORM_INFORM_OTHER_REMEDIES,
    PLATFORM_DISCLOSE_PARTY_INFO;

    private static final Map<String, Obligation> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Obligation::id, Function.identity()));

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The id in {@code obligations.csv}, in documents and in stored events. */
    @JsonValue
    public String id() {
        return id;
    }

    /** The obligation of this id, or null when there is none. */
    public static @Nullable Obligation find(String id) {
        return BY_ID.get(id);
    }

    /** The obligation of this id. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Obligation of(String id) {
        Obligation obligation = BY_ID.get(id);
        if (obligation == null) {
            throw new IllegalArgumentException("not an obligation: " + id);
        }
        return obligation;
    }
}
