package io.redress.api.order;

/**
 * One line of an order.
 *
 * @param amountFen what was paid for it, in fen, not negative
 * @param noReasonReturn whether the seven-day right to return without a reason holds for it
 */
public record OrderLine(String line, long amountFen, boolean noReasonReturn) {}
