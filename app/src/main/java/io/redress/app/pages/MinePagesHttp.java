package io.redress.app.pages;

import io.redress.api.party.Party;
import io.redress.app.access.Caller;
import io.redress.query.Reader;
import io.redress.query.demands.DemandsQueries;
import io.redress.query.orders.OrdersQueries;
import io.redress.query.windowboard.WindowBoardQueries;
import io.redress.query.windowboard.WindowFilter;
import io.redress.query.windowboard.WindowFilter.State;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is a party's: what it owes, soonest first, then its cases, then its orders. */
@Controller
class MinePagesHttp {
    private static final int SHOWN = 50;

    private final WindowBoardQueries windows;
    private final DemandsQueries demands;
    private final OrdersQueries orders;
    private final InstantSource legalClock;

    MinePagesHttp(
            WindowBoardQueries windows,
            DemandsQueries demands,
            OrdersQueries orders,
            @Qualifier("legalClock") InstantSource legalClock) {
        this.windows = windows;
        this.demands = demands;
        this.orders = orders;
        this.legalClock = legalClock;
    }

    @GetMapping("/mine")
    String mine(Reader reader, Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        Party me = switch (caller.kind()) {
            case CONSUMER -> Party.consumer(caller.name());
            case MERCHANT -> Party.merchant(caller.name());
            case OPERATOR -> Party.roomOperator(caller.name());
            case AGENT, PLATFORM, FEED, NOBODY -> Party.PLATFORM;
        };
        WindowFilter owed = new WindowFilter(me, State.RUNNING, null, null, null, null);
        model.addAttribute(
                "owed",
                windows.board(reader, owed, null, SHOWN, legalClock.instant()).items());
        model.addAttribute(
                "demands", demands.list(reader, new DemandsQueries.Wanted(null, null, null, null), cursor, SHOWN));
        model.addAttribute(
                "orders",
                orders.list(reader, new OrdersQueries.Wanted(null, null, null, null), null, SHOWN)
                        .items());
        return "mine";
    }
}
