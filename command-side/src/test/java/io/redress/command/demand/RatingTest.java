package io.redress.command.demand;

import static io.redress.command.scenario.Said.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.demand.DemandRated;
import io.redress.api.party.Party;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The consumer says how a case was dealt with, once it is over. */
@Tag("story")
class RatingTest {
    private static final Party MERCHANT = Party.merchant("M1");
    private static final Party OPERATOR = Party.roomOperator("H1");

    private static Story filed() {
        return Story.delivered().on("11-13 12:00").does("file-return R1 kind=exchange reason=quality lines=A");
    }

    @Test
    void each_party_of_a_case_is_rated_once_and_for_good() {
        Story story = filed().does("withdraw R1", "rate R1 of=merchant stars=2 comment=slow");
        DemandRated rated = story.newest(DemandRated.class);
        assertThat(rated.of()).isEqualTo(MERCHANT);
        assertThat(rated.stars()).isEqualTo(2);
        assertThat(said(rated.comment())).isEqualTo("slow");
        assertThat(rated.changes()).isEmpty();

        story.does("rate R1 of=operator stars=5");
        assertThat(story.newest(DemandRated.class).of()).isEqualTo(OPERATOR);
        assertThat(story.newest(DemandRated.class).comment()).isNull();
        story.refuses("rate R1 of=merchant stars=5", Rule.PARTY_IS_RATED_ONCE)
                .refuses("rate R1 of=operator stars=1", Rule.PARTY_IS_RATED_ONCE);
    }

    @Test
    void a_case_is_not_rated_before_it_is_over() {
        filed().refuses("rate R1 of=merchant stars=5", Rule.DEMAND_IS_OVER)
                .does("offer-solution R1 by=merchant remedy=coupon")
                .on("11-21 00:00")
                .does("rate R1 of=merchant stars=1", "reopen R1")
                .refuses("rate R1 of=operator stars=5", Rule.DEMAND_IS_OVER)
                .does("withdraw R1")
                .refuses("rate R1 of=merchant stars=5", Rule.PARTY_IS_RATED_ONCE)
                .does("rate R1 of=operator stars=5");
    }

    @Test
    void a_decided_case_is_rated_while_its_decision_is_carried_out() {
        filed().on("11-15 12:00")
                .does("open-intervention R1 agent=G1", "decide R1 orders=merchant", "rate R1 of=merchant stars=1");
    }

    @Test
    void in_a_self_run_room_the_merchant_is_rated_for_both() {
        Story story = Story.deliveredInASelfRunRoom()
                .does("file-complaint C1 against=operator", "withdraw C1", "rate C1 of=operator stars=3");
        assertThat(story.newest(DemandRated.class).of()).isEqualTo(MERCHANT);
        story.refuses("rate C1 of=merchant stars=3", Rule.PARTY_IS_RATED_ONCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "6", "2.5", "-1", "true"})
    void stars_are_whole_and_from_one_to_five(String stars) {
        filed().does("withdraw R1").refuses("rate R1 of=merchant stars=" + stars, Rule.FIELD_ILL_FORMED, "stars");
    }
}
