package io.redress.app;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The three schemas, each with its own migrations: the events, the durable work beside them, and the sheets that may be
 * dropped at any time.
 */
@Configuration(proxyBeanMethods = false)
class MigrationConfiguration {
    static final String READ_MODEL = "read_model";

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
            migrate(READ_MODEL);
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
            flyway(schema).migrate();
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
