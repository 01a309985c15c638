package io.redress.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Act;
import io.redress.api.ByAgent;
import io.redress.api.BySide;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import io.redress.app.access.Policy.Reading;
import io.redress.command.door.ActReader;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

class PolicyTest {
    private static final Policy POLICY = new Policy();
    private static final Parties CASE = new Parties("U", "M", "H", "L");
    private static final Parties SELF_RUN = new Parties("U", "M", "M", "L");
    private static final List<Side> SIDES =
            Arrays.asList(Side.CONSUMER, Side.MERCHANT, Side.OPERATOR, Side.PLATFORM, null);

    private static Caller caller(Kind kind, String name, Party... connections) {
        return new Caller(kind, name, kind.most(), List.of(connections), "test");
    }

    static Set<String> acts() {
        return ActReader.ofApi().acts();
    }

    static List<Class<? extends Act>> actTypes() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AssignableTypeFilter(Act.class));
        return scan.findCandidateComponents("io.redress.api").stream()
                .map(BeanDefinition::getBeanClassName)
                .<Class<? extends Act>>map(PolicyTest::type)
                // what the service does by itself
                .filter(type -> !Set.of("LapseDueWindows", "RecordUnheard", "ForgetRecord")
                        .contains(type.getSimpleName()))
                .toList();
    }

    private static Class<? extends Act> type(String name) {
        try {
            return Class.forName(name).asSubclass(Act.class);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void every_act_that_can_be_asked_for_has_a_row() {
        assertThat(POLICY.acts()).isEqualTo(acts());
        assertThat(actTypes()).hasSizeGreaterThan(50).allMatch(POLICY::knows);
    }

    @ParameterizedTest
    @MethodSource("actTypes")
    void an_act_that_names_a_side_or_an_agent_can_be_asked_for_it(Class<? extends Act> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getName().equals("by")) {
                assertThat(type).isAssignableTo(BySide.class);
            }
            if (component.getName().equals("agent")) {
                assertThat(type).isAssignableTo(ByAgent.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("acts")
    void the_platform_may_do_everything_and_nobody_nothing(String act) {
        for (Side by : SIDES) {
            assertThat(POLICY.may(caller(Kind.PLATFORM, "platform"), act, by, CASE))
                    .isEqualTo(Verdict.ALLOWED);
            assertThat(POLICY.may(Caller.nobody(), act, by, CASE)).isEqualTo(Verdict.HIDDEN);
        }
    }

    @ParameterizedTest
    @MethodSource("acts")
    void a_credential_without_the_scope_does_nothing_wherever(String act) {
        for (Kind kind : EnumSet.complementOf(EnumSet.of(Kind.NOBODY))) {
            Caller reader = new Caller(kind, "M", Set.of(Scope.READ), List.of(), "test");
            for (Parties parties : List.of(CASE, new Parties("U2", "M2", "H2", "L2"))) {
                assertThat(POLICY.may(reader, act, Side.MERCHANT, parties)).isEqualTo(Verdict.FORBIDDEN);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("acts")
    void nobody_does_anything_in_others_cases(String act) {
        List<Caller> others = List.of(
                caller(Kind.CONSUMER, "U2"),
                caller(Kind.CONSUMER, "M"),
                caller(Kind.CONSUMER, ""),
                caller(Kind.MERCHANT, "M2"),
                caller(Kind.MERCHANT, "H"),
                caller(Kind.MERCHANT, "U"),
                caller(Kind.OPERATOR, "H2"),
                caller(Kind.OPERATOR, "M"));
        for (Caller other : others) {
            for (Side by : SIDES) {
                Verdict verdict = POLICY.may(other, act, by, CASE);
                if (act.equals("report")) {
                    assertThat(verdict).isEqualTo(Verdict.ALLOWED);
                } else {
                    assertThat(verdict).as(other + " " + by).isIn(Verdict.HIDDEN, Verdict.FORBIDDEN);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("acts")
    void a_person_at_the_desk_puts_no_words_into_a_partys_mouth(String act) {
        Caller agent = caller(Kind.AGENT, "K1");
        for (Side by : List.of(Side.CONSUMER, Side.MERCHANT, Side.OPERATOR)) {
            boolean partys =
                    Stream.of(caller(Kind.CONSUMER, "U"), caller(Kind.MERCHANT, "M"), caller(Kind.OPERATOR, "H"))
                                    .anyMatch(party -> POLICY.may(party, act, by, CASE) == Verdict.ALLOWED)
                            || act.equals("publish-plan")
                            || act.equals("publish-rules")
                            || act.equals("load-calendar-notice")
                            || act.equals("publish-statement");
            boolean both = act.equals("perform-decision") || act.equals("report");
            if (!act.equals("urge")) {
                assertThat(POLICY.may(agent, act, by, CASE) == Verdict.ALLOWED).isEqualTo(!partys || both);
            }
        }
        assertThat(POLICY.may(agent, "urge", Side.OPERATOR, CASE)).isEqualTo(Verdict.FORBIDDEN);
        assertThat(POLICY.may(agent, "urge", Side.PLATFORM, CASE)).isEqualTo(Verdict.ALLOWED);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void a_person_at_the_desk_stays_away_from_cases_of_parties_close_to_them(String act) {
        for (Caller partial : List.of(
                caller(Kind.AGENT, "K1", Party.merchant("M")),
                caller(Kind.AGENT, "K1", Party.merchant("M9"), Party.roomOperator("H")),
                caller(Kind.AGENT, "K1", Party.consumer("U")),
                caller(Kind.AGENT, "U"))) {
            for (Side by : SIDES) {
                assertThat(POLICY.may(partial, act, by, CASE)).isIn(Verdict.PARTIAL, Verdict.FORBIDDEN);
            }
            assertThat(POLICY.may(partial, "decide", null, CASE)).isEqualTo(Verdict.PARTIAL);
            assertThat(POLICY.mayRead(partial, Reading.CASE, CASE)).isEqualTo(Verdict.PARTIAL);
            assertThat(POLICY.mayRead(partial, Reading.CASE, new Parties("U2", "M2", "H2", "L")))
                    .isEqualTo(Verdict.ALLOWED);
        }
    }

    @Test
    void a_name_in_another_part_is_no_conflict() {
        Caller agent = caller(Kind.AGENT, "K1", Party.merchant("U"), Party.consumer("M"), Party.merchant("H"));
        assertThat(POLICY.isPartial(agent, CASE)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("acts")
    void a_feed_reports_facts_and_decides_nothing(String act) {
        Set<String> facts = Set.of(
                "register-order",
                "ship",
                "deliver",
                "ship-back",
                "goods-back",
                "refund",
                "ship-replacement",
                "ship-repaired",
                "correct-fact");
        assertThat(POLICY.may(caller(Kind.FEED, "carrier"), act, null, CASE))
                .isEqualTo(facts.contains(act) ? Verdict.ALLOWED : Verdict.FORBIDDEN);
    }

    @Test
    void in_a_room_that_the_merchant_runs_itself_it_stands_for_both() {
        Caller merchant = caller(Kind.MERCHANT, "M");
        assertThat(POLICY.may(merchant, "coordinate", null, SELF_RUN)).isEqualTo(Verdict.ALLOWED);
        assertThat(POLICY.may(merchant, "verify-facts", Side.OPERATOR, SELF_RUN))
                .isEqualTo(Verdict.ALLOWED);
        assertThat(POLICY.may(merchant, "publish-plan", null, SELF_RUN)).isEqualTo(Verdict.ALLOWED);
        assertThat(POLICY.may(merchant, "publish-plan", null, CASE)).isEqualTo(Verdict.FORBIDDEN);
        assertThat(POLICY.may(merchant, "coordinate", null, CASE)).isEqualTo(Verdict.FORBIDDEN);
        assertThat(POLICY.may(caller(Kind.OPERATOR, "M"), "coordinate", null, SELF_RUN))
                .isEqualTo(Verdict.HIDDEN);
        assertThat(POLICY.mayRead(caller(Kind.OPERATOR, "M"), Reading.CASE, SELF_RUN))
                .isEqualTo(Verdict.HIDDEN);
    }

    @Test
    void a_party_speaks_in_its_own_name_only() {
        assertThat(POLICY.may(caller(Kind.MERCHANT, "M"), "appeal", Side.MERCHANT, CASE))
                .isEqualTo(Verdict.ALLOWED);
        assertThat(POLICY.may(caller(Kind.MERCHANT, "M"), "appeal", Side.CONSUMER, CASE))
                .isEqualTo(Verdict.FORBIDDEN);
        assertThat(POLICY.isUpTo(caller(Kind.MERCHANT, "M"), Party.merchant("M")))
                .isTrue();
        assertThat(POLICY.isUpTo(caller(Kind.MERCHANT, "M"), Party.roomOperator("M")))
                .isFalse();
        assertThat(POLICY.isUpTo(caller(Kind.CONSUMER, ""), Party.consumer(""))).isFalse();
        assertThat(POLICY.isUpTo(caller(Kind.AGENT, "K1"), Party.PLATFORM)).isTrue();
    }

    @Test
    void what_may_be_done_is_offered_to_whoever_may_do_it() {
        Party operator = Party.roomOperator("H");
        assertThat(POLICY.offers(caller(Kind.OPERATOR, "H"), "perform-settlement", null, operator, CASE))
                .isTrue();
        assertThat(POLICY.offers(caller(Kind.MERCHANT, "M"), "perform-settlement", null, operator, CASE))
                .isFalse();
        assertThat(POLICY.offers(caller(Kind.PLATFORM, "platform"), "perform-settlement", null, operator, CASE))
                .isTrue();
        assertThat(POLICY.offers(caller(Kind.AGENT, "K1"), "perform-decision", null, operator, CASE))
                .isTrue();
        assertThat(POLICY.offers(caller(Kind.AGENT, "U"), "perform-decision", null, operator, CASE))
                .isFalse();
        assertThat(POLICY.offers(caller(Kind.MERCHANT, "M"), "deliver", null, Party.PLATFORM, CASE))
                .isTrue();
        assertThat(POLICY.offers(caller(Kind.CONSUMER, "U2"), "withdraw", null, Party.consumer("U"), CASE))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whoever_has_no_part_in_a_case_does_not_read_of_it(Reading reading) {
        for (Caller stranger : List.of(Caller.nobody(), caller(Kind.FEED, "carrier"))) {
            assertThat(POLICY.mayRead(stranger, reading, CASE) == Verdict.ALLOWED)
                    .as(stranger.toString())
                    .isEqualTo(reading == Reading.PUBLISHED);
        }
        Verdict other = POLICY.mayRead(caller(Kind.CONSUMER, "U2"), reading, CASE);
        assertThat(other)
                .isEqualTo(
                        switch (reading) {
                            case CASE -> Verdict.HIDDEN;
                            case OWN_ROWS, COMMON, PUBLISHED -> Verdict.ALLOWED;
                            case QUEUE, PLATFORMS -> Verdict.FORBIDDEN;
                        });
        assertThat(POLICY.mayRead(caller(Kind.PLATFORM, "platform"), reading, CASE))
                .isEqualTo(Verdict.ALLOWED);
    }
}
