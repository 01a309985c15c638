package io.redress.app;

import com.google.crypto.tink.Aead;
import io.redress.app.Redress.Misuse;
import io.redress.command.door.FrontDoor;
import io.redress.command.evidence.EvidenceFiles;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.personal.WrappingKey;
import io.redress.command.record.Destruction;
import io.redress.command.record.Readings;
import io.redress.command.record.Retention;
import io.redress.command.record.StoredRecords;
import io.redress.command.store.EventSerializer;
import io.redress.command.store.StoredHistories;
import io.redress.command.store.StoredParties;
import io.redress.query.PersonalData;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the key of personal data comes from, and who opens what lies sealed. */
@Configuration(proxyBeanMethods = false)
class PersonalConfiguration {
    /** The variables that name the key, or the key service that has it. */
    static final String KEY = "REDRESS_PERSONAL_DATA_KEY";

    private static final String KEY_SERVICE = "REDRESS_PERSONAL_DATA_KEY_SERVICE";

    private static final Logger LOG = LoggerFactory.getLogger(PersonalConfiguration.class);

    /** Whether the environment says which key it is. */
    static boolean isNamed() {
        return Stream.of(KEY, KEY_SERVICE).map(System::getenv).anyMatch(named -> named != null && !named.isBlank());
    }

    /** Behind which everything lies that nobody must read who has only the database. */
    @Bean
    static Aead wrappingKey(
            @Value("${redress.personal-data.key:}") String secret,
            @Value("${redress.personal-data.key-service:}") String service) {
        return wrapping(secret, service);
    }

    @Bean
    PersonalKeys personalKeys(
            JdbcClient sql, @Qualifier("operationalClock") InstantSource operationalClock, Aead wrappingKey) {
        PersonalKeys keys = new PersonalKeys(sql, wrappingKey, operationalClock);
        if (!keys.isOfThisDatabase()) {
            throw new Misuse(
                    "the key of personal data is not the one that this database was begun with; name that one with "
                            + KEY,
                    "个人信息密钥与此数据库最初使用的不同；请用 " + KEY + " 指定原来的密钥");
        }
        return keys;
    }

    /** Said when all else went well, and of no sandbox, in which nobody's words are kept. */
    @Bean
    ApplicationRunner sayWhereThePersonalKeyLies(
            @Value("${redress.personal-data.key-file:}") String file, @Value("${redress.sandbox}") boolean sandbox) {
        return _ -> {
            if (!file.isBlank() && !sandbox) {
                LOG.warn(
                        "the key of personal data was made here and lies beside the data ({}): without it nobody reads what"
                                + " people wrote. Keep a copy apart; in production give one with {}",
                        file,
                        KEY);
            }
        };
    }

    private static Aead wrapping(String secret, String service) {
        try {
            if (!service.isBlank()) {
                return WrappingKey.inService(service);
            }
            if (!secret.isBlank()) {
                return WrappingKey.of(secret);
            }
        } catch (IllegalArgumentException e) {
            throw new Misuse(
                    "the key of personal data is none (" + e.getMessage()
                            + "); make one with: redress personal-data new-key",
                    "个人信息密钥无效；可用 redress personal-data new-key 生成");
        }
        throw new Misuse(
                "what people write is stored encrypted, and there is no key: make one with: redress personal-data new-key,"
                        + " keep it apart from the database, and name it with " + KEY,
                "用户所写内容须加密保存，但未提供密钥：请用 redress personal-data new-key 生成，与数据库分开保管，并用 " + KEY + " 指定");
    }

    @Bean
    StoredRecords storedRecords(JdbcClient sql, EventSerializer serializer, StoredParties parties) {
        return new StoredRecords(sql, serializer, parties);
    }

    @Bean
    Destruction destruction(JdbcClient sql, EventSerializer serializer, PersonalKeys keys, EvidenceFiles files) {
        return new Destruction(new StoredHistories(sql, serializer), keys, files);
    }

    @Bean
    Retention retention(
            JdbcClient sql, EventSerializer serializer, PersonalKeys keys, EvidenceFiles files, FrontDoor door) {
        return new Retention(new StoredHistories(sql, serializer), keys, files, door);
    }

    @Bean
    Readings readings(JdbcClient sql, EventStore events) {
        return new Readings(sql, events);
    }

    @Bean
    PersonalData personalData(PersonalKeys keys, StoredRecords records, Readings readings, InstantSource legalClock) {
        return new OpenedPersonalData(keys, records, readings, legalClock);
    }
}
