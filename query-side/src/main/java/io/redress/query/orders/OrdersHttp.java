package io.redress.query.orders;

import io.redress.api.SubjectId;
import io.redress.query.Asked;
import io.redress.query.NotOnSheet;
import io.redress.query.Page;
import io.redress.query.Reader;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/orders")
final class OrdersHttp {
    private final OrdersQueries orders;

    OrdersHttp(OrdersQueries orders) {
        this.orders = orders;
    }

    @GetMapping
    Page<OrderView> list(
            Reader reader,
            @RequestParam(required = false) @Nullable String party,
            @RequestParam(required = false) @Nullable String room,
            @RequestParam(required = false) @Nullable String paidFrom,
            @RequestParam(required = false) @Nullable String paidBefore,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        OrdersQueries.Wanted wanted = new OrdersQueries.Wanted(
                Asked.party("party", party),
                room,
                Asked.instant("paidFrom", paidFrom),
                Asked.instant("paidBefore", paidBefore));
        return orders.list(reader, wanted, cursor, Page.limit(limit));
    }

    @GetMapping("/{order}")
    ResponseEntity<OrderDetailView> read(Reader reader, @PathVariable String order) {
        OrderDetailView detail =
                orders.read(reader, SubjectId.order(order)).orElseThrow(() -> new NotOnSheet("orders", order));
        return ResponseEntity.ok().eTag(Long.toString(detail.version())).body(detail);
    }
}
