package io.redress.command.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-13T01:00:00Z");

    private final DeliverySchedule schedule = new DeliverySchedule(new SplittableRandom(1));

    @Test
    void ten_attempts_take_75_hours_35_minutes_and_5_seconds() {
        assertThat(DeliverySchedule.WAITS).hasSize(10);
        assertThat(DeliverySchedule.WAITS.stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.parse("PT75H35M5S"));
        assertThat(schedule.next(10, NOW, Optional.empty())).isEmpty();
    }

    @Test
    void each_wait_is_up_to_a_fifth_longer_and_differs() {
        for (int made = 1; made < 10; made++) {
            int n = made;
            Duration wait = DeliverySchedule.WAITS.get(made);
            List<Instant> next = IntStream.range(0, 200)
                    .mapToObj(_ -> schedule.next(n, NOW, Optional.empty()).orElseThrow())
                    .toList();
            assertThat(next)
                    .allSatisfy(at -> assertThat(at)
                            .isBetween(
                                    NOW.plus(wait),
                                    NOW.plus(wait.multipliedBy(6).dividedBy(5))));
            assertThat(next.stream().distinct().count()).isGreaterThan(100);
        }
    }

    @Test
    void what_the_receiver_asks_for_is_the_earliest_within_a_day_and_never_brings_an_attempt_forward() {
        Instant late = NOW.plus(Duration.ofHours(3));
        assertThat(schedule.next(1, NOW, Optional.of(late))).hasValue(late);
        assertThat(schedule.next(1, NOW, Optional.of(NOW.plus(Duration.ofDays(400)))))
                .hasValue(NOW.plus(Duration.ofDays(1)));
        assertThat(schedule.next(9, NOW, Optional.of(NOW.plusSeconds(1))).orElseThrow())
                .isAfterOrEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(schedule.next(9, NOW, Optional.of(Instant.MAX)).orElseThrow())
                .isBetween(NOW.plus(Duration.ofHours(24)), NOW.plus(Duration.ofHours(29)));
    }
}
