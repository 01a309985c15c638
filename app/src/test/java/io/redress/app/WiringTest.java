package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.app.Redress.Misuse;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.personal.WrappingKey;
import io.redress.command.store.CommitSeam;
import io.redress.command.store.EventSerializer;
import io.redress.command.store.UniqueViolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcSQLErrorCodesResolver;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The infrastructure is exactly the one that loses nothing, and with any other the service refuses to start. */
class WiringTest {
    private static final Map<String, Object> QUIET = Map.of("redress.clock", false);

    @Test
    void the_service_runs_on_the_infrastructure_that_loses_nothing() {
        try (Node node = Node.inside(Postgres.database(), QUIET)) {
            assertThat(node.bean(TransactionManager.class)).isExactlyInstanceOf(SpringTransactionManager.class);
            assertThat(node.bean(EventStorageEngine.class)).isExactlyInstanceOf(CommitSeam.class);
            assertThat(node.bean(TokenStore.class)).isExactlyInstanceOf(JdbcTokenStore.class);
            assertThat(node.bean(Serializer.class)).isExactlyInstanceOf(EventSerializer.class);
            assertThat(node.bean(PersistenceExceptionResolver.class)).isExactlyInstanceOf(UniqueViolation.class);
        }
    }

    static Stream<Arguments> replacements() {
        return Stream.of(
                replacement("axonTransactionManager", TransactionManager.class, () -> NoTransactionManager.INSTANCE),
                replacement("commitSeam", EventStorageEngine.class, InMemoryEventStorageEngine::new),
                replacement("tokenStore", TokenStore.class, InMemoryTokenStore::new),
                replacement(
                        "secondSerializer",
                        Serializer.class,
                        () -> Jackson3Serializer.builder().build()),
                replacement(
                        "persistenceExceptionResolver",
                        PersistenceExceptionResolver.class,
                        JdbcSQLErrorCodesResolver::new));
    }

    private static <T> Arguments replacement(String name, Class<T> role, Supplier<? extends T> other) {
        return Arguments.of(name, role, other);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replacements")
    <T> void with_another_piece_the_service_refuses_to_start(String name, Class<T> role, Supplier<T> other) {
        String database = Postgres.database();
        assertThatThrownBy(() -> Node.start(WebApplicationType.NONE, database, QUIET, replacing(name, role, other)))
                .hasStackTraceContaining("Redress does not start, because it could lose acknowledged acts")
                .hasStackTraceContaining(role.getSimpleName() + " is [")
                .hasStackTraceContaining(other.get().getClass().getName())
                .hasStackTraceContaining("and must be ");
    }

    private static <T> BeanFactoryPostProcessor replacing(String name, Class<T> role, Supplier<T> other) {
        return beans -> {
            BeanDefinitionRegistry definitions = (BeanDefinitionRegistry) beans;
            if (definitions.containsBeanDefinition(name)) {
                definitions.removeBeanDefinition(name);
            }
            RootBeanDefinition definition = new RootBeanDefinition(role, other);
            definition.setFallback(true);
            definitions.registerBeanDefinition(name, definition);
        };
    }

    @Test
    void a_database_that_does_not_wait_for_its_disk_is_refused() {
        String database = Postgres.database();
        Postgres.execute(
                database,
                "ALTER DATABASE " + database.replaceAll(".*/(\\w+).*", "$1") + " SET synchronous_commit = off");
        assertThatThrownBy(() -> Node.inside(database, QUIET))
                .hasStackTraceContaining("PostgreSQL's synchronous_commit is off and must be on");
    }

    @Test
    void a_server_that_never_flushes_is_refused(@TempDir Path folder) throws IOException {
        try (Database fleeting = Database.fleeting(folder)) {
            String address = (String) fleeting.properties().get("spring.datasource.url");
            Map<String, Object> settings = new HashMap<>(fleeting.properties());
            settings.putAll(QUIET);
            assertThatThrownBy(() -> Node.inside(address, settings))
                    .hasStackTraceContaining("PostgreSQL's fsync is off and must be on")
                    .hasStackTraceContaining("PostgreSQL's synchronous_commit is off and must be on");
        }
    }

    /** A wrong one in its place would be copied over the good one by the next backup. */
    @Test
    void a_key_of_personal_data_that_was_lost_is_not_made_anew(@TempDir Path folder) throws IOException {
        Path key = folder.resolve("personal.key");
        try (Database begun = Database.fleeting(folder)) {
            begun.migrations().migrateAll();
            assertThat(new PersonalKeys(
                                    JdbcClient.create(begun.source()),
                                    WrappingKey.of(Files.readString(key)),
                                    InstantSource.system())
                            .isOfThisDatabase())
                    .isTrue();
        }
        String made = Files.readString(key);
        Files.delete(key);
        assertThatThrownBy(() -> Database.fleeting(folder))
                .isInstanceOf(Misuse.class)
                .hasMessageContaining(key + " is not there");
        assertThat(key).doesNotExist();
        Files.writeString(key, made);
        try (Database again = Database.fleeting(folder)) {
            assertThat(again.properties()).containsEntry("redress.personal-data.key", made.strip());
        }
    }

    @Test
    void a_service_refuses_the_database_of_a_sandbox_and_leaves_it_as_it_was() {
        String database = Postgres.database();
        try (Node sandbox = Node.sandbox(database)) {
            sandbox.order("O1");
        }
        // Legal time of the sandbox is long ago, so a clock that ran on it even for a moment would lapse everything.
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> Node.inside(database, Map.of()))
                    .hasStackTraceContaining("this database holds a sandbox, whose time was moved by hand");
        }
        try (Node sandbox = Node.sandbox(database)) {
            assertThat(sandbox.history("order/O1")).isEqualTo(List.of("order.registered.v1"));
        }
    }

    @Test
    void a_sandbox_refuses_the_database_of_a_service() {
        String database = Postgres.database();
        try (Node service = Node.inside(database, QUIET)) {
            service.order("O1");
        }
        assertThatThrownBy(() -> Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false)))
                .hasStackTraceContaining("this database holds real cases; a sandbox needs one of its own");
    }
}
