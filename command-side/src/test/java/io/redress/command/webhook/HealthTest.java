package io.redress.command.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When an endpoint counts as failing, when it is left alone, and when it is given up. */
class HealthTest {
    private static final Instant BEGIN = Instant.parse("2026-11-13T01:00:00Z");

    private static Health failingEvery(Duration wait, Duration until) {
        Health health = Health.GOOD;
        for (Instant now = BEGIN; !now.isAfter(BEGIN.plus(until)); now = now.plus(wait)) {
            health = health.failedAgain(now);
        }
        return health;
    }

    @Test
    void one_failure_is_none() {
        assertThat(Health.GOOD.failedAgain(BEGIN).failingSince()).isNull();
    }

    @Test
    void the_clock_starts_at_the_first_of_two_failures_within_a_day() {
        Health health = failingEvery(Duration.ofHours(23), Duration.ofDays(5));
        assertThat(health.failingSince()).isEqualTo(BEGIN);
        assertThat(health.isHopeless(BEGIN.plus(Duration.ofDays(5)).minusMillis(1)))
                .isFalse();
        assertThat(health.isHopeless(BEGIN.plus(Duration.ofDays(5)))).isTrue();
    }

    @Test
    void sporadic_failures_never_disable() {
        Health health = failingEvery(Duration.ofHours(24), Duration.ofDays(60));
        assertThat(health.failingSince()).isNull();
        assertThat(health.isHopeless(BEGIN.plus(Duration.ofDays(60)))).isFalse();
    }

    @Test
    void pauses_begin_with_the_fifth_failure_in_a_row_and_double_up_to_five_minutes() {
        Health health = Health.GOOD;
        for (int failures = 1; failures <= 20; failures++) {
            health = health.failedAgain(BEGIN);
            Instant until = switch (failures) {
                case 1, 2, 3, 4 -> null;
                case 5 -> BEGIN.plusSeconds(30);
                case 6 -> BEGIN.plusSeconds(60);
                case 7 -> BEGIN.plusSeconds(120);
                case 8 -> BEGIN.plusSeconds(240);
                default -> BEGIN.plusSeconds(300);
            };
            assertThat(health.pausedUntil()).as("after %d", failures).isEqualTo(until);
        }
    }
}
