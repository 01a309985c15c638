package io.redress.app.architecture.bad.command.returns;

import io.redress.app.architecture.bad.command.order.KnowsReturns;

public class KnowsOrders {
    KnowsReturns returns;
}
