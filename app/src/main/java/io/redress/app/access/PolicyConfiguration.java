package io.redress.app.access;

import io.redress.command.store.StoredParties;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may do and read what, asked wherever something is done or read. */
@Configuration(proxyBeanMethods = false)
class PolicyConfiguration {
    @Bean
    Policy policy() {
        return new Policy();
    }

    @Bean
    StoredParties storedParties(EventStorageEngine events) {
        return new StoredParties(events);
    }

    @Bean
    MessageHandlerInterceptor<CommandMessage<?>> doorkeeper(Policy policy, StoredParties cases) {
        return new Doorkeeper(policy, cases);
    }

    @Bean
    FourEyes fourEyes(ObjectProvider<EventStorageEngine> events) {
        return new FourEyes(events);
    }

    @Bean
    OwnHand ownHand(Policy policy, FourEyes fourEyes) {
        return new OwnHand(policy, fourEyes);
    }
}
