package io.redress.app;

import io.redress.command.clock.SandboxClock;
import io.redress.command.door.FrontDoor;
import io.redress.command.door.PossibleActs;
import io.redress.command.notice.NoticeClock;
import io.redress.command.notice.Steps;
import io.redress.command.store.EventSerializer;
import io.redress.command.store.StoredHistories;
import io.redress.command.store.StoredParties;
import io.redress.command.webhook.Callbacks;
import io.redress.command.webhook.Deliveries;
import io.redress.command.window.Terms;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.deadletter.DeadLetteringEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whoever tells parties what happened. How far they have read, and what they could not tell, stands in the schema of
 * durable work: to drop the sheets and replay them tells nothing again.
 */
@Configuration(proxyBeanMethods = false)
class NoticeConfiguration {
    static final String NOTICES = "tell.notices";

    private static final String TICKETS = "tell.tickets";
    private static final String TOKENS = "outbox.notice_token";
    private static final String DEAD_LETTERS = "outbox.notice_dead_letter";

    /** Small, so that who is told of the first is not told later for the last. */
    private static final int BATCH = 100;

    private static final int THREADS = 3;

    @Bean(destroyMethod = "")
    NoticeClock noticeClock(
            JdbcClient sql,
            Deliveries deliveries,
            Terms terms,
            InstantSource legalClock,
            PlatformTransactionManager transactions,
            FrontDoor door,
            @Value("${redress.notices.due-soon}") List<String> steps,
            @Value("${redress.clock}") boolean clock,
            @Value("${redress.sandbox}") boolean sandbox) {
        return new NoticeClock(
                sql,
                deliveries,
                Steps.of(steps),
                terms.documents(),
                legalClock,
                transactions,
                door::recordUnheard,
                clock && !sandbox);
    }

    @Bean(destroyMethod = "close")
    TicketNews ticketNews(
            JdbcClient sql,
            NoticeClock noticeClock,
            Deliveries deliveries,
            Callbacks callbacks,
            StoredParties cases,
            EventSerializer serializer,
            PossibleActs possible,
            OfferedActions offered,
            InstantSource legalClock,
            JsonMapper json) {
        return new TicketNews(
                noticeClock.notices(),
                deliveries,
                callbacks,
                cases,
                new StoredHistories(sql, serializer),
                possible,
                offered,
                legalClock,
                json);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Telling telling(
            WiringGuard guard,
            NodePresence presence,
            NoticeClock noticeClock,
            TicketNews ticketNews,
            ObjectProvider<SandboxClock> sandboxClock,
            EventStore events,
            Bell bell,
            TransactionManager transactions,
            ConnectionProvider connections,
            EventSerializer serializer,
            JdbcClient sql) {
        ScheduledExecutorService workers = Executors.newScheduledThreadPool(
                THREADS, Thread.ofPlatform().name("telling-", 0).daemon().factory());
        TokenStore tokens = JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .schema(TokenSchema.builder().setTokenTable(TOKENS).build())
                .build();
        Map<String, DeadLetteringEventHandlerInvoker> invokers = Map.of(
                NOTICES,
                ProjectionConfiguration.invoker(
                        NOTICES, noticeClock.notices(), DEAD_LETTERS, connections, transactions, serializer),
                TICKETS,
                ProjectionConfiguration.invoker(
                        TICKETS, ticketNews, DEAD_LETTERS, connections, transactions, serializer));
        List<PooledStreamingEventProcessor> processors = invokers.entrySet().stream()
                .map(told -> ProjectionConfiguration.processor(
                        told.getKey(), told.getValue(), bell, tokens, transactions, workers, BATCH))
                .toList();
        Telling telling = new Telling(
                new Sheets(processors, events, sql, TOKENS, DEAD_LETTERS),
                List.copyOf(invokers.values()),
                noticeClock,
                workers);
        sandboxClock.ifAvailable(clock -> clock.tell(noticeClock.telling(telling::catchUp)));
        return telling;
    }
}
