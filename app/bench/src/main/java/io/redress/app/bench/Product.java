package io.redress.app.bench;

import io.redress.api.Act;
import io.redress.app.access.WhoActs;
import io.redress.command.door.FrontDoor;
import io.redress.command.store.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The service itself, wired as it is shipped, in this process and without HTTP. */
final class Product implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofMillis(20);

    /** The place of the newest event. */
    static final String HEAD = "SELECT coalesce(max(global_index), 0) FROM event_store.domain_event_entry";

    /** Up to which place every sheet has read. */
    static final String READ_BY = """
            SELECT coalesce(min(coalesce((t.json ->> 'index')::bigint, (t.json ->> 'globalIndex')::bigint, -1)), -1)
            FROM (SELECT convert_from(token, 'UTF8')::json AS json FROM read_model.token_entry) AS t""";

    /** By its name: nobody outside its package sees the class, and only the container needs it. */
    private static final String APPLICATION = "io.redress.app.RedressApplication";

    private final ConfigurableApplicationContext context;
    private final FrontDoor door;

    private Product(ConfigurableApplicationContext context) {
        this.context = context;
        this.door = context.getBean(FrontDoor.class).as(WhoActs.isTheCommand("bench"));
    }

    static Product on(Server server) {
        return on(server, InstantSource.system());
    }

    /** With a legal clock of its own. */
    static Product on(Server server, InstantSource legalClock) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("spring.datasource.url", server.url());
        settings.put("spring.datasource.hikari.data-source-properties.socketFactory", CountedSockets.class.getName());
        settings.put("redress.personal-data.key", server.personalKey());
        // where others build, a connection may be waited for longer than people would
        settings.put("spring.datasource.hikari.connection-timeout", 20_000);
        Class<?> application;
        try {
            application = Class.forName(APPLICATION);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        SpringApplication spring = new SpringApplication(application);
        spring.setWebApplicationType(WebApplicationType.NONE);
        spring.setRegisterShutdownHook(false);
        spring.setLogStartupInfo(false);
        spring.addInitializers(context -> {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("bench", settings));
            context.addBeanFactoryPostProcessor(beans -> {
                RootBeanDefinition clock = new RootBeanDefinition(InstantSource.class, () -> legalClock);
                clock.setPrimary(true);
                BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
                registry.removeBeanDefinition("legalClock");
                registry.registerBeanDefinition("legalClock", clock);
            });
        });
        return new Product(spring.run());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    JdbcClient sql() {
        return bean(JdbcClient.class);
    }

    void perform(Act act) {
        door.perform(act);
    }

    void perform(Act act, IdempotencyKey key) {
        door.perform(act, key);
    }

    /** Nobody reads along any more: neither the sheets nor whoever tells the parties. */
    Product paused() {
        stop("sheets");
        stop("telling");
        return this;
    }

    /** As the container stops it, whatever it is made of. */
    void stop(String bean) {
        context.getBeanFactory().destroyBean(bean, context.getBean(bean));
    }

    /** The place of the newest event. */
    long head() {
        return sql().sql(HEAD).query(Long.class).single();
    }

    /** Up to which place every sheet has read, as its own transaction says it. */
    long readBy() {
        return sql().sql(READ_BY).query(Long.class).single();
    }

    /** How long it takes until every sheet has read what is stored now. */
    double secondsUntilRead(Duration patience) {
        long head = head();
        return seconds(() -> readBy() >= head, patience, () -> "the sheets have read " + readBy() + " of " + head);
    }

    long parked() {
        return sql().sql("SELECT count(*) FROM read_model.dead_letter_entry")
                .query(Long.class)
                .single();
    }

    /** How long it takes until this holds. */
    static double seconds(BooleanSupplier holds, Duration patience, Supplier<String> otherwise) {
        long from = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - from > patience.toNanos()) {
                throw new IllegalStateException(otherwise.get());
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        return (System.nanoTime() - from) / 1e9;
    }

    /** How long it takes until this holds, or how long was waited for it in vain. */
    static double secondsAtMost(BooleanSupplier holds, Duration atMost) {
        long from = System.nanoTime();
        while (!holds.getAsBoolean() && System.nanoTime() - from < atMost.toNanos()) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        return (System.nanoTime() - from) / 1e9;
    }

    /** A row as it stores an order. */
    Limit.Row row() {
        return sql().sql("""
                        SELECT convert_from(payload, 'UTF8'), convert_from(meta_data, 'UTF8'), type, payload_type, time_stamp
                        FROM event_store.domain_event_entry
                        WHERE payload_type LIKE 'order.registered%' ORDER BY global_index DESC LIMIT 1""")
                .query((row, _) -> new Limit.Row(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)))
                .single();
    }

    /** How many rows of the sheets were written so far. */
    long rowsOfSheets() {
        return sql().sql("""
                        SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables
                        WHERE schemaname = 'read_model' AND relname <> 'token_entry'""").query(Long.class).single();
    }

    static Instant now() {
        return Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        context.close();
    }
}
