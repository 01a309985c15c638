package io.redress.app;

import com.google.crypto.tink.Aead;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.store.IdempotencyRecords;
import io.redress.command.webhook.CallbackSenders;
import io.redress.command.webhook.Callbacks;
import io.redress.command.webhook.Courier;
import io.redress.command.webhook.Deliveries;
import io.redress.command.webhook.Endpoints;
import io.redress.command.webhook.Sender;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** How parties are told by webhooks; all of it on the operational clock. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {
    @Bean
    Deliveries deliveries(JdbcClient sql, @Qualifier("operationalClock") InstantSource operationalClock) {
        return new Deliveries(sql, operationalClock);
    }

    @Bean
    Endpoints endpoints(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            Aead wrappingKey,
            IdempotencyRecords requests,
            @Qualifier("operationalClock") InstantSource operationalClock) {
        return new Endpoints(sql, transactions, wrappingKey, requests, operationalClock);
    }

    @Bean
    CallbackSenders callbackSenders(
            JdbcClient sql, Aead wrappingKey, @Qualifier("operationalClock") InstantSource operationalClock) {
        return new CallbackSenders(sql, wrappingKey, operationalClock);
    }

    @Bean
    Callbacks callbacks(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            PersonalKeys keys,
            Deliveries deliveries,
            @Qualifier("operationalClock") InstantSource operationalClock) {
        return new Callbacks(sql, transactions, keys, deliveries, operationalClock);
    }

    @Bean(destroyMethod = "close")
    Sender webhookSender(
            @Value("${redress.sandbox}") boolean sandbox,
            @Qualifier("operationalClock") InstantSource operationalClock) {
        return new Sender(sandbox, operationalClock, Sender.PATIENCE);
    }

    @Bean(destroyMethod = "close")
    Courier courier(
            WiringGuard guard,
            JdbcClient sql,
            PlatformTransactionManager transactions,
            Aead wrappingKey,
            Endpoints endpoints,
            Deliveries deliveries,
            Sender sender,
            @Qualifier("operationalClock") InstantSource operationalClock,
            @Value("${redress.webhooks.send}") boolean send) {
        Courier courier = new Courier(
                sql,
                transactions,
                wrappingKey,
                endpoints,
                deliveries,
                sender,
                operationalClock,
                RandomGenerator.getDefault());
        if (send) {
            courier.start();
        }
        return courier;
    }
}
