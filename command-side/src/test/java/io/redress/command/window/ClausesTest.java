package io.redress.command.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.window.Obligation;
import io.redress.command.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClausesTest {
    private static final Clauses CLAUSES = Clauses.shipped();

    @ParameterizedTest
    @EnumSource
    void every_duty_can_be_quoted(Obligation obligation) {
        String clause = Obligations.shipped().of(obligation).clause();
        assertThat(CLAUSES.of(clause))
                .isNotEmpty()
                .allMatch(sentence -> sentence.zh().matches(".*\\p{IsHan}.*")
                        && !sentence.en().isBlank());
    }

    @ParameterizedTest
    @EnumSource
    void every_rule_on_which_the_standard_speaks_can_be_quoted(Rule rule) {
        String clause = rule.clause();
        if (clause != null) {
            assertThat(CLAUSES.of(clause)).isNotEmpty();
        }
    }

    @Test
    void a_reference_to_several_clauses_is_taken_apart() {
        assertThat(CLAUSES.of("6.4.2 g h; 6.3.2"))
                .extracting(Clauses.Sentence::clause)
                .containsExactly("6.4.2 g", "6.4.2 h", "6.3.2");
    }

    @Test
    void a_clause_without_a_sentence_is_a_mistake() {
        assertThatThrownBy(() -> CLAUSES.of("6.4.1 z")).isInstanceOf(IllegalStateException.class);
    }
}
