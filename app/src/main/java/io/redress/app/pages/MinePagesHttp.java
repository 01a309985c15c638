package io.redress.app.pages;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Kind;
import io.redress.query.Reader;
import io.redress.query.WindowView;
import io.redress.query.demands.DemandsQueries;
import io.redress.query.orders.OrdersQueries;
import io.redress.query.windowboard.OwedQueries;
import io.redress.query.windowboard.WindowBoardQueries;
import io.redress.query.windowboard.WindowFilter;
import io.redress.query.windowboard.WindowFilter.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What is a party's: what it owes, soonest first, then its cases, then its orders. For a merchant or a room operator it
 * is a desk: it answers in place, and sees what the two of them work out together.
 */
@Controller
class MinePagesHttp {
    private static final int SHOWN = 50;

    private final WindowBoardQueries windows;
    private final OwedQueries owed;
    private final TraderPagesHttp traders;
    private final DemandsQueries demands;
    private final OrdersQueries orders;
    private final InstantSource legalClock;

    MinePagesHttp(
            WindowBoardQueries windows,
            OwedQueries owed,
            TraderPagesHttp traders,
            DemandsQueries demands,
            OrdersQueries orders,
            @Qualifier("legalClock") InstantSource legalClock) {
        this.windows = windows;
        this.owed = owed;
        this.traders = traders;
        this.demands = demands;
        this.orders = orders;
        this.legalClock = legalClock;
    }

    /** A solution that merchant and room operator work out together; null where the one has signed. */
    record Joint(
            SubjectId subject,
            @Nullable WindowView merchant,
            @Nullable WindowView operator) {}

    @GetMapping("/mine")
    String mine(
            Reader reader,
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String done,
            Model model) {
        Party me = caller.party().orElse(Party.PLATFORM);
        Instant now = legalClock.instant();
        boolean trader = caller.kind() == Kind.MERCHANT || caller.kind() == Kind.OPERATOR;
        model.addAttribute("done", done);
        model.addAttribute(
                "demands", demands.list(reader, new DemandsQueries.Wanted(null, null, null, null), cursor, SHOWN));
        model.addAttribute(
                "orders",
                orders.list(reader, new OrdersQueries.Wanted(null, null, null, null), null, SHOWN)
                        .items());
        if (!trader) {
            WindowFilter running = new WindowFilter(me, State.RUNNING, null, null, null, null);
            model.addAttribute(
                    "owed", windows.board(reader, running, null, SHOWN, now).items());
            return "mine";
        }
        model.addAttribute("owed", owed.owed(reader, me, Set.of(), now, SHOWN));
        model.addAttribute("joint", joint(reader, now));
        model.addAttribute("plans", traders.plans(reader, me, now));
        return "trader";
    }

    private Collection<Joint> joint(Reader reader, Instant now) {
        Map<SubjectId, Joint> joint = new LinkedHashMap<>();
        Stream.of(Obligation.MERCHANT_SERIOUS_CASE_SOLUTION, Obligation.ROOM_OPERATOR_SERIOUS_CASE_SOLUTION)
                .flatMap(obligation -> windows
                        .board(
                                reader,
                                new WindowFilter(null, State.RUNNING, obligation, null, null, null),
                                null,
                                SHOWN,
                                now)
                        .items()
                        .stream())
                .forEach(window -> {
                    boolean merchants = window.obligation() == Obligation.MERCHANT_SERIOUS_CASE_SOLUTION;
                    joint.merge(
                            window.subject(),
                            new Joint(window.subject(), merchants ? window : null, merchants ? null : window),
                            (one, other) -> new Joint(
                                    one.subject(),
                                    one.merchant() == null ? other.merchant() : one.merchant(),
                                    one.operator() == null ? other.operator() : one.operator()));
                });
        return joint.values();
    }
}
