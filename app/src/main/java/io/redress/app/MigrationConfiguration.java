package io.redress.app;

import io.redress.app.Redress.Misuse;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The four schemas, each with its own migrations: the events, the durable work beside them, the bytes of evidence, and
 * the sheets that may be dropped at any time.
 */
@Configuration(proxyBeanMethods = false)
class MigrationConfiguration {
    static final String READ_MODEL = "read_model";

    private static final Logger LOG = LoggerFactory.getLogger(MigrationConfiguration.class);

    /** The migration says so when the role with which sheets are read is missing and cannot be made. */
    private static final String WITHOUT_READER = "RD001";

    /** Brings all schemas up to date before anything else uses the database. */
    @Bean
    static Migrations migrations(DataSource dataSource) {
        Migrations migrations = new Migrations(dataSource);
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

    /** Migrates schemas, and drops the one that may be dropped. */
    record Migrations(DataSource dataSource) {
        void migrateAll() {
            migrate("event_store");
            migrate("outbox");
            migrateReadModel();
            migrate("evidence"); // its policies hold for the role that the sheets are read with
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
        }

        /** Drops every sheet and what was read; the sheets replay from the first event. */
        void dropReadModel() {
            flyway(READ_MODEL).clean();
            migrate(READ_MODEL);
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
            for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql && WITHOUT_READER.equals(sql.getSQLState())) {
                    return true;
                }
            }
            return false;
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
