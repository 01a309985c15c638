package io.redress.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectIdTest {
    static Stream<SubjectId> subjects() {
        return Stream.of(
                SubjectId.order("O1"),
                SubjectId.order("a/b"),
                SubjectId.order("行 1\n"),
                SubjectId.returnRequest("return/R1"),
                SubjectId.complaint("C1"),
                SubjectId.inquiry("Q1"),
                SubjectId.report("V1"),
                SubjectId.plan("M1", "L1"),
                SubjectId.plan("50% / half", "%2F"),
                SubjectId.mechanism("H1/H2"),
                SubjectId.rules(),
                SubjectId.returnRequest("R1").intervention(),
                SubjectId.complaint("C/1").intervention());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void a_subject_reads_back_from_its_text(SubjectId subject) {
        assertThat(SubjectId.parse(subject.toString())).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "order", "order/", "/O1", "Order/O1", "ORDER/O1", " order/O1", "basket/B1"})
    void what_names_no_subject_is_refused(String text) {
        assertThatThrownBy(() -> SubjectId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Parties are whatever name is used: without escaping, plans of different pairs would be one. */
    @ParameterizedTest
    @CsvSource({"a/b, c, a, b/c", "a%2F, b, a/, b", "a%25, b, a%, b"})
    void plans_of_different_pairs_are_different_subjects(
            String merchant, String room, String otherMerchant, String otherRoom) {
        assertThat(SubjectId.plan(merchant, room)).isNotEqualTo(SubjectId.plan(otherMerchant, otherRoom));
        assertThat(SubjectId.plan(merchant, room).toString())
                .isNotEqualTo(SubjectId.plan(otherMerchant, otherRoom).toString());
    }

    @ParameterizedTest
    @CsvSource({"M1, L1, plan/M1/L1", "a/b, c, plan/a/b/c", "50%, %2F, plan/50%/%2F", "%25, %252F, plan/%25/%252F"})
    void a_plan_shows_the_names_as_they_were_given(String merchant, String room, String label) {
        assertThat(SubjectId.plan(merchant, room).label()).isEqualTo(label);
    }

    @Test
    void an_intervention_stands_in_the_history_of_its_demand() {
        SubjectId demand = SubjectId.returnRequest("R1");
        SubjectId intervention = demand.intervention();
        assertThat(intervention).hasToString("intervention/return/R1");
        assertThat(intervention.owner()).isEqualTo(demand);
        assertThat(demand.owner()).isEqualTo(demand);
        assertThat(intervention.isDemand()).isFalse();
        assertThat(demand.isDemand()).isTrue();
    }
}
