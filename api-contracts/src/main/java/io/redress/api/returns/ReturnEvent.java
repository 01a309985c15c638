package io.redress.api.returns;

import io.redress.api.Event;

/** What can have happened to a return request alone. */
public sealed interface ReturnEvent extends Event
        permits GoodsCameBack,
                GoodsObjectedTo,
                RepairedGoodsShipped,
                ReplacementShipped,
                ReturnAccepted,
                ReturnFiled,
                ReturnInstructionsGiven,
                ReturnRefunded,
                ReturnRefused,
                ReturnShippedBack {}
