package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.command.store.SqlStates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The five schemas, each with its own migrations: the events, the keys of what people wrote in them, the durable work
 * beside them, the bytes of evidence, and the sheets that may be dropped at any time.
 */
@Configuration(proxyBeanMethods = false)
class MigrationConfiguration {
    static final String READ_MODEL = "read_model";

    private static final Logger LOG = LoggerFactory.getLogger(MigrationConfiguration.class);

    private static final String WHAT_THE_SERVICE_MAY = text("/db/what-the-service-may.sql");

    /** The migration says so when the role with which sheets are read is missing and cannot be made. */
    private static final String WITHOUT_READER = "RD001";

    private static String text(String resource) {
        try (InputStream in =
                Objects.requireNonNull(MigrationConfiguration.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings all schemas up to date before anything else uses the database. */
    @Bean
    static Migrations migrations(
            DataSource dataSource,
            @Value("${spring.datasource.url:}") String url,
            @Value("${spring.datasource.username:}") String service,
            @Value("${redress.database.owner:}") String owner,
            @Value("${redress.database.owner-password:}") String password) {
        Migrations migrations =
                owner.isBlank() ? new Migrations(dataSource) : Migrations.byOwner(url, owner, password, service);
        migrations.migrateAll();
        return migrations;
    }

    /** Everything that talks to the database waits for its schemas. */
    @Bean
    static BeanFactoryPostProcessor schemasFirst() {
        return beans -> {
            for (String name : new String[] {"jdbcTemplate", "jdbcClient", "connectionProvider"}) {
                if (beans.containsBeanDefinition(name)) {
                    beans.getBeanDefinition(name).setDependsOn("migrations");
                }
            }
        };
    }

    /**
     * Migrates schemas, and drops the one that may be dropped.
     *
     * @param service the database user that runs the service, where that is not who owns the schemas: it may add events
     *     and seals, and neither change nor delete them
     */
    record Migrations(DataSource dataSource, @Nullable String service) {
        Migrations(DataSource dataSource) {
            this(dataSource, null);
        }

        /** As the owner of the schemas, for a service that runs as somebody else. */
        static Migrations byOwner(String url, String owner, String password, String service) {
            return new Migrations(new DriverManagerDataSource(url, owner, password), service);
        }

        void migrateAll() {
            migrate("personal");
            migrate("event_store");
            migrate("outbox");
            migrateReadModel();
            migrate("evidence"); // its policies hold for the role that the sheets are read with
            grant();
        }

        /** Whatever tables there are, the service may work with them, but for history. */
        private void grant() {
            if (service == null) {
                return;
            }
            try {
                new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult(_ -> {
                    JdbcClient sql = JdbcClient.create(dataSource);
                    sql.sql("SELECT set_config('redress.service', ?, true)")
                            .param(service)
                            .query(String.class)
                            .single();
                    sql.sql(WHAT_THE_SERVICE_MAY).update();
                });
            } catch (DataAccessException e) {
                if (isWithoutReader(e)) {
                    throw new Misuse(
                            "the owner of the schemas may not let the service's user read as redress_reader; ask an"
                                    + " administrator of the server to run: GRANT redress_reader TO "
                                    + service,
                            "模式的所有者无权让服务所用的用户以 redress_reader 读取；请数据库管理员执行：GRANT redress_reader TO " + service);
                }
                throw e;
            }
        }

        /** Tables of other sheets than these are dropped: nothing is in them that is not in the events. */
        private void migrateReadModel() {
            try {
                migrate(READ_MODEL);
            } catch (FlywayValidateException otherSheets) {
                LOG.info("the tables of the sheets are those of another version: they are dropped and replayed");
                dropReadModel();
            }
        }

        /** For a command that works beside a service and needs no sheet. */
        void migrateOutbox() {
            migrate("outbox");
            grant();
        }

        /** Drops every sheet and what was read; the sheets replay from the first event. */
        void dropReadModel() {
            flyway(READ_MODEL).clean();
            migrate(READ_MODEL);
            grant();
        }

        private void migrate(String schema) {
            try {
                flyway(schema).migrate();
            } catch (FlywayException e) {
                if (isWithoutReader(e)) {
                    throw new Misuse(
                            "this database user may not make the role with which sheets are read; ask an administrator of"
                                    + " the server to run: CREATE ROLE redress_reader NOLOGIN; GRANT redress_reader TO"
                                    + " <this user>",
                            "此数据库用户无权创建读取台账所用的角色；请数据库管理员执行：CREATE ROLE redress_reader NOLOGIN;"
                                    + " GRANT redress_reader TO <此用户>");
                }
                throw e;
            }
        }

        private static boolean isWithoutReader(Throwable failure) {
            return SqlStates.of(failure).anyMatch(WITHOUT_READER::equals);
        }

        private Flyway flyway(String schema) {
            return Flyway.configure()
                    .dataSource(dataSource)
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/" + schema)
                    .cleanDisabled(!schema.equals(READ_MODEL))
                    .load();
        }
    }
}
