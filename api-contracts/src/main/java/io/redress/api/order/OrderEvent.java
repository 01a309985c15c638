package io.redress.api.order;

import io.redress.api.Event;

/** What can have happened to an order. */
public sealed interface OrderEvent extends Event
        permits OrderCancelled,
                OrderDelivered,
                OrderLinesClaimed,
                OrderLinesReleased,
                OrderLinesStruck,
                OrderPaidBack,
                OrderRegistered,
                OrderShipped,
                ShipmentUrged {}
