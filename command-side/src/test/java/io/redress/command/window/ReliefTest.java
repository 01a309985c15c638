package io.redress.command.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.window.Obligation;
import io.redress.api.window.Relief;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReliefTest {
    @ParameterizedTest
    @EnumSource
    void nothing_is_owed_after_a_right_or_a_step_that_closes_the_request(Obligation obligation) {
        OnLapse lapse = Obligations.shipped().of(obligation).onLapse();
        assertThat(Relief.isOverAtDueAt(obligation))
                .isEqualTo(Set.of(OnLapse.RIGHT_ENDS, OnLapse.CLOSE_REQUEST).contains(lapse));
    }
}
