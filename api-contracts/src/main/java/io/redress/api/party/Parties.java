package io.redress.api.party;

/**
 * Who stands in a live sale. The room is self-run when the merchant operates it; then "operator" means the merchant
 * everywhere and no duty of a room operator ever begins (3.7, 5.1.2.1).
 *
 * @param consumer the buyer's name, empty where there is none (an inquiry, a report)
 * @param room the live room
 */
public record Parties(String consumer, String merchant, String operator, String room) {
    public boolean selfRun() {
        return merchant.equals(operator);
    }

    /** The party that a side of the case stands for. */
    public Party party(Side side) {
        return switch (side) {
            case CONSUMER -> Party.consumer(consumer);
            case MERCHANT -> Party.merchant(merchant);
            case OPERATOR -> selfRun() ? Party.merchant(merchant) : Party.roomOperator(operator);
            case PLATFORM -> Party.PLATFORM;
        };
    }
}
