package io.redress.app.bench;

import io.redress.api.SubjectId;
import io.redress.api.demand.SendMessage;
import io.redress.api.order.OrderLine;
import io.redress.api.order.RegisterOrder;
import io.redress.api.party.Parties;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import io.redress.api.returns.FileReturn;
import io.redress.api.returns.ReturnKind;
import io.redress.api.returns.ReturnReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Much that was stored earlier, without waiting for it: a case that the product stored is copied under other names,
 * events and running windows alike, so that the product reads it as its own.
 */
final class Stored {
    /** Stands for the name of a case in all that is copied, and nowhere else. */
    static final String PATTERN = "tplc";

    /** Events of that case. */
    static final int EVENTS_OF_A_CASE = 3;

    private static final int CASES_AT_ONCE = 5_000;
    private static final Duration SHIP_BY = Duration.ofDays(20);

    private static final String COPY_EVENTS = """
            INSERT INTO event_store.domain_event_entry (event_identifier, aggregate_identifier, sequence_number, type,
                payload_type, payload_revision, payload, meta_data, time_stamp)
            SELECT gen_random_uuid()::text, replace(aggregate_identifier, :pattern, :name || n), sequence_number, type,
                payload_type, payload_revision,
                convert_to(replace(convert_from(payload, 'UTF8'), :pattern, :name || n), 'UTF8'), meta_data, time_stamp
            FROM generate_series(:from, :to) AS n, (
                SELECT * FROM event_store.domain_event_entry
                WHERE aggregate_identifier LIKE '%' || :pattern) AS one
            ORDER BY n, one.global_index""";
    private static final String COPY_WINDOWS = """
            INSERT INTO outbox.due_window (subject, obligation, owed_by, number, history, opened_at, due_at, calendar)
            SELECT replace(subject, :pattern, :name || n), obligation, replace(owed_by, :pattern, :name || n), number,
                replace(history, :pattern, :name || n), opened_at, due_at, calendar
            FROM generate_series(:from, :to) AS n, outbox.due_window WHERE history LIKE '%' || :pattern""";
    private static final String COPY_NOTICES = """
            INSERT INTO outbox.notice (id, party, type, subject, sequence, occurred_at, window_of, obligation, number,
                due_at, data, told_at)
            SELECT gen_random_uuid()::text, replace(party, :pattern, :name || n), type,
                replace(subject, :pattern, :name || n), sequence, occurred_at,
                replace(window_of, :pattern, :name || n), obligation, number, due_at,
                replace(data, :pattern, :name || n), told_at
            FROM generate_series(:from, :to) AS n, outbox.notice WHERE subject LIKE '%' || :pattern""";

    private Stored() {}

    /**
     * An order on which the consumer asked for the money back before anything was shipped; the merchant has to decide. It
     * runs the room itself, so that no other window is due before.
     */
    static void oneCase(Product product, String name, Instant at) {
        SubjectId order = SubjectId.order("order-" + name);
        product.perform(new RegisterOrder(
                order,
                at,
                new Parties("consumer-" + name, "merchant", "merchant", "room"),
                at,
                List.of(new OrderLine("tea", 19_900, true)),
                at.plus(SHIP_BY),
                false));
        product.perform(new FileReturn(
                SubjectId.returnRequest("return-" + name),
                at,
                order,
                ReturnKind.REFUND_ONLY,
                ReturnReason.OTHER,
                List.of("tea")));
    }

    /** Messages of the consumer in a case. */
    static void message(Product product, String name, Instant at) {
        product.perform(new SendMessage(
                SubjectId.returnRequest("return-" + name),
                at,
                Side.CONSUMER,
                PersonalText.of("When will you answer?")));
    }

    /** Copies that case so many times, with its windows that run if they are wanted. */
    static void copies(JdbcClient sql, String name, int cases, int withWindows) {
        for (int from = 1; from <= cases; from += CASES_AT_ONCE) {
            int to = Math.min(cases, from + CASES_AT_ONCE - 1);
            run(sql, COPY_EVENTS, name, from, to);
            if (from <= withWindows) {
                run(sql, COPY_WINDOWS, name, from, Math.min(withWindows, to));
                run(sql, COPY_NOTICES, name, from, Math.min(withWindows, to));
            }
        }
        sql.sql("ANALYZE event_store.domain_event_entry").update();
        sql.sql("ANALYZE outbox.due_window").update();
    }

    private static void run(JdbcClient sql, String statement, String name, int from, int to) {
        sql.sql(statement)
                .param("pattern", PATTERN)
                .param("name", name)
                .param("from", from)
                .param("to", to)
                .update();
    }

    /** Whoever tells the parties has told them of all that is stored. */
    static void allIsTold(JdbcClient sql) {
        sql.sql("""
                UPDATE outbox.notice_token SET token = convert_to(regexp_replace(convert_from(token, 'UTF8'),
                    '("(?:index|globalIndex)"\\s*:\\s*)[0-9]+',
                    '\\1' || (SELECT max(global_index) FROM event_store.domain_event_entry)), 'UTF8')""").update();
        sql.sql("DELETE FROM outbox.due_soon").update();
    }
}
