package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.command.store.CommitSeam;
import io.redress.command.store.EventSerializer;
import io.redress.command.store.UniqueViolation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses to start with infrastructure that would lose something: without transactions, without the commit seam, or on
 * a database that acknowledges what it has not written. Whatever acts by itself asks for this guard first.
 */
@Component
class WiringGuard implements InitializingBean {
    private static final Logger log = LoggerFactory.getLogger(WiringGuard.class);
    private static final Map<Class<?>, Class<?>> EXPECTED = Map.of(
            TransactionManager.class, SpringTransactionManager.class,
            EventStorageEngine.class, CommitSeam.class,
            TokenStore.class, JdbcTokenStore.class,
            Serializer.class, EventSerializer.class,
            PersistenceExceptionResolver.class, UniqueViolation.class);
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", "on", "data_checksums", "on");

    private final ListableBeanFactory beans;
    private final JdbcClient sql;
    private final boolean durable;
    private final boolean sandbox;

    WiringGuard(
            ListableBeanFactory beans,
            JdbcClient sql,
            @Value("${redress.durable}") boolean durable,
            @Value("${redress.sandbox}") boolean sandbox) {
        this.beans = beans;
        this.sql = sql;
        this.durable = durable;
        this.sandbox = sandbox;
    }

    /** Time that was moved by hand and time that really passed never stand in one history. */
    private void refuseMixedTime() {
        boolean movedByHand = exists("outbox.sandbox_clock");
        if (movedByHand && !sandbox) {
            throw new Misuse(
                    "this database holds a sandbox, whose time was moved by hand; use another for the service",
                    "此数据库是沙箱，其时间由人拨动过；服务请使用另一个数据库");
        }
        if (sandbox && !movedByHand && exists("event_store.domain_event_entry")) {
            throw new Misuse("this database holds real cases; a sandbox needs one of its own", "此数据库存有真实案件；沙箱需要单独的数据库");
        }
    }

    private boolean exists(String table) {
        return sql.sql("SELECT EXISTS (SELECT 1 FROM " + table + ")")
                .query(Boolean.class)
                .single();
    }

    @Override
    public void afterPropertiesSet() {
        refuseMixedTime();
        List<String> wrong = new ArrayList<>();
        Map<String, String> wired = new LinkedHashMap<>();
        EXPECTED.forEach((role, expected) -> {
            List<String> found = beans.getBeansOfType(role).values().stream()
                    .map(bean -> bean.getClass().getName())
                    .toList();
            wired.put(role.getSimpleName(), String.join(", ", found));
            if (!found.equals(List.of(expected.getName()))) {
                wrong.add(role.getSimpleName() + " is " + found + " and must be " + expected.getName());
            }
        });
        if (durable) {
            DURABLE.forEach((setting, needed) -> {
                String value = sql.sql("SELECT current_setting(:setting)")
                        .param("setting", setting)
                        .query(String.class)
                        .single();
                // remote_write, remote_apply and local are not weaker on this server than on
                boolean holds = value.equals(needed) || (setting.equals("synchronous_commit") && !value.equals("off"));
                if (!holds) {
                    wrong.add("PostgreSQL's " + setting + " is " + value + " and must be " + needed);
                }
            });
        }
        if (!wrong.isEmpty()) {
            String reasons = String.join("; ", wrong);
            throw new Misuse(
                    "Redress does not start, because it could lose acknowledged acts: " + reasons,
                    "Redress 未启动，否则可能丢失已答复的操作：" + reasons);
        }
        log.debug("wired: {}", wired);
    }
}
