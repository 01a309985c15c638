package io.redress.app;

import io.redress.api.Act;
import io.redress.api.Event;
import io.redress.app.access.ApiKeys;
import io.redress.app.access.ApiKeys.Wish;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.WhoActs;
import io.redress.command.clock.SandboxClock;
import io.redress.command.door.ActReader;
import io.redress.command.door.FrontDoor;
import io.redress.command.door.Receipt;
import io.redress.command.personal.WrappingKey;
import io.redress.command.store.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service on a database of the tests, and what tests ask of it. */
final class Node implements AutoCloseable {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Where a sandbox begins: a Tuesday with no holiday near, and long ago. */
    static final Instant EVENING = at("2024-11-12T20:00:00+08:00");

    /** The same for all nodes: several may stand on one database. */
    static final String KEY = WrappingKey.newSecret();

    private static final AtomicInteger SERVING = new AtomicInteger();

    private final ConfigurableApplicationContext context;

    private Node(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** A node whose legal time is the system's. */
    static Node inside(String database, Map<String, Object> settings) {
        return start(WebApplicationType.NONE, database, settings, _ -> {});
    }

    /** A node whose legal time stands still until it is moved. */
    static Node sandbox(String database) {
        Node node = inside(database, Map.of("redress.sandbox", true, "redress.clock", false));
        node.clock().startAt(EVENING);
        return node;
    }

    /** A node that answers over HTTP on a free port. Whoever shows it no credential is taken for the platform. */
    static Node serving(String database, Map<String, Object> settings) {
        return serving(database, settings, _ -> {});
    }

    static Node serving(String database, Map<String, Object> settings, BeanFactoryPostProcessor change) {
        AsThePlatform credentials = new AsThePlatform();
        Node node = start(WebApplicationType.SERVLET, database, settings, beans -> {
            beans.registerSingleton("asThePlatform", credentials.registration());
            change.postProcessBeanFactory(beans);
        });
        credentials.show(node.key(Kind.PLATFORM, "tests-" + SERVING.incrementAndGet()));
        return node;
    }

    /** A node that answers over HTTP on a free port, as it does outside tests. */
    static Node servingStrangers(String database, Map<String, Object> settings) {
        return start(WebApplicationType.SERVLET, database, settings, _ -> {});
    }

    static Node start(
            WebApplicationType type, String database, Map<String, Object> settings, BeanFactoryPostProcessor change) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("spring.datasource.url", database);
        properties.put("server.port", 0);
        properties.put("redress.personal-data.key", KEY);
        properties.putAll(settings);
        SpringApplication application = new SpringApplication(RedressApplication.class);
        application.setWebApplicationType(type);
        application.setRegisterShutdownHook(false);
        application.addInitializers(context -> {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
            context.addBeanFactoryPostProcessor(change);
        });
        return new Node(application.run());
    }

    static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /** Fields of an act; single quotes will do. */
    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    FrontDoor door() {
        return bean(FrontDoor.class).as(WhoActs.isTheCommand("test"));
    }

    SandboxClock clock() {
        return bean(SandboxClock.class);
    }

    /** Legal time. */
    Instant now() {
        return bean(InstantSource.class).instant().truncatedTo(ChronoUnit.MICROS);
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    JdbcClient sql() {
        return bean(JdbcClient.class);
    }

    Act read(String name, Instant at, String fields) {
        return bean(ActReader.class).read(name, json(fields), at);
    }

    /** A new API key that is good for all that its kind may. */
    String key(Kind kind, String name) {
        return bean(ApiKeys.class)
                .make(new Wish(kind, name, kind.most(), "", 1), "tests")
                .secret();
    }

    /** Does an act at this instant. */
    Receipt act(String name, Instant at, String fields) {
        return act(name, at, fields, null);
    }

    /** Does an act now. */
    Receipt act(String name, String fields) {
        return act(name, now(), fields);
    }

    Receipt act(String name, String fields, IdempotencyKey key) {
        return act(name, now(), fields, key);
    }

    private Receipt act(String name, Instant at, String fields, IdempotencyKey key) {
        return door().perform(read(name, at, fields), later -> read(name, later, fields), key);
    }

    /** An order of two lines, paid at this instant. */
    Receipt order(String id, Instant at) {
        return act("register-order", at, """
                {'order': '%s', 'consumer': 'U-%s', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1', 'paidAt': '%s',
                 'lines': [{'line': 'A', 'amount': 19900, 'noReasonReturn': true}, {'line': 'B', 'amount': 5900}]}
                """.formatted(id, id, at));
    }

    /** An order that is paid now. */
    Receipt order(String id) {
        return order(id, now());
    }

    /** Waits until every sheet has read what is stored. */
    void awaitSheets() {
        try {
            bean(Sheets.class).awaitUpToDate(PATIENCE);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Every stored event, in order. */
    List<Event> events() {
        try (Stream<? extends TrackedEventMessage<?>> all =
                bean(EventStorageEngine.class).readEvents((TrackingToken) null, false)) {
            return all.<Event>map(message -> (Event) message.getPayload()).toList();
        }
    }

    /** How many events of this stored name there are. */
    long stored(String name) {
        return sql().sql("SELECT count(*) FROM event_store.domain_event_entry WHERE payload_type = ?")
                .param(name)
                .query(Long.class)
                .single();
    }

    /** The stored names in the history of a subject, in order. */
    List<String> history(String subject) {
        return sql().sql("""
                        SELECT payload_type FROM event_store.domain_event_entry
                        WHERE aggregate_identifier = ? ORDER BY sequence_number""").param(subject).query(String.class).list();
    }

    @Override
    public void close() {
        context.close();
    }
}
