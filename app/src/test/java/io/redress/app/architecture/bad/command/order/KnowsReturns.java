package io.redress.app.architecture.bad.command.order;

import io.redress.app.architecture.bad.command.returns.KnowsOrders;

public class KnowsReturns {
    KnowsOrders orders;
}
