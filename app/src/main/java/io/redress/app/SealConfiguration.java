package io.redress.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.redress.command.seal.SealKeys;
import io.redress.command.seal.Sealer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What seals the store, wherever there is a folder outside the database to write seals down. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("redress.seals.folder")
class SealConfiguration {
    /** No event is older than this before it is sealed, unless something is wrong. */
    static final double LATE_SECONDS = 60;

    private static final Logger LOG = LoggerFactory.getLogger(SealConfiguration.class);

    private static final Status DEGRADED = new Status("DEGRADED", "what is stored is not sealed");

    @Bean
    SealPlace sealPlace(@Value("${redress.seals.folder}") String folder) {
        return new SealPlace(Path.of(folder));
    }

    @Bean
    SealKeys sealKeys(
            SealPlace place,
            @Value("${redress.seals.key:}") String key,
            @Value("${redress.seals.believed:}") List<String> believed) {
        return place.keys(key, believed);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Sealer sealer(
            WiringGuard guard,
            JdbcClient sql,
            PlatformTransactionManager transactions,
            SealKeys keys,
            SealPlace place,
            @Qualifier("operationalClock") InstantSource operationalClock,
            @Value("${redress.seals.every}") Duration every) {
        return new Sealer(sql, transactions, keys, place.file(), operationalClock, every);
    }

    /** Said when all else went well, and of no sandbox: whoever tries the service out has nothing to prove. */
    @Bean
    ApplicationRunner sayWhereTheKeyLies(
            SealPlace place, @Value("${redress.seals.key:}") String key, @Value("${redress.sandbox}") boolean sandbox) {
        return _ -> {
            if (key.isBlank() && !sandbox) {
                LOG.warn(
                        "seals are signed with a key that was made here and lies beside them ({}): whoever has this folder"
                                + " can sign. In production give one with REDRESS_SEALS_KEY",
                        place.madeKey());
            }
        };
    }

    /** The age grows while nothing happens; what waits for a seal is what should be watched. */
    @Bean
    MeterBinder sealMeters(Sealer sealer) {
        return meters -> {
            Gauge.builder(
                            "redress.seal.age",
                            sealer,
                            it -> it.age().map(SealConfiguration::seconds).orElse(Double.NaN))
                    .baseUnit("seconds")
                    .description("how long ago the last seal was made")
                    .register(meters);
            Gauge.builder("redress.seal.lag", sealer, Sealer::secondsBehind)
                    .baseUnit("seconds")
                    .description("for how long the oldest event without a seal has been stored")
                    .register(meters);
            Gauge.builder("redress.seal.trouble", sealer, it -> it.trouble().isPresent() ? 1 : 0)
                    .description("whether nothing can be sealed, as the health and the log say")
                    .register(meters);
        };
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    /** Degraded while nothing is sealed: the service goes on, and somebody has to look. */
    @Bean
    HealthIndicator sealsHealthIndicator(Sealer sealer) {
        return new AbstractHealthIndicator("the seals could not be asked") {
            @Override
            protected void doHealthCheck(Health.Builder health) {
                Sealer.Status status = sealer.status();
                boolean late = status.trouble().isPresent() || status.secondsBehind() > LATE_SECONDS;
                health.status(late ? DEGRADED : Status.UP).withDetail("secondsBehind", status.secondsBehind());
                status.last()
                        .ifPresent(
                                seal -> health.withDetail("seal", seal.number()).withDetail("at", seal.at()));
                status.trouble().ifPresent(trouble -> health.withDetail("trouble", trouble));
            }
        };
    }
}
