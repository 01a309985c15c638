package io.redress.command.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redress.api.Act;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.demand.WithdrawDemand;
import io.redress.api.order.DeliverOrder;
import io.redress.api.order.OrderLine;
import io.redress.api.order.RegisterOrder;
import io.redress.api.order.UrgeShipment;
import io.redress.api.party.Parties;
import io.redress.api.party.Side;
import io.redress.api.returns.FileReturn;
import io.redress.api.returns.ReturnKind;
import io.redress.api.returns.ReturnReason;
import io.redress.api.window.WindowLapsed;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Sandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;

/** What the door does when several come in at once. What it does with lapses stands in the stories. */
class FrontDoorTest {
    private static final Instant NOW = Instant.parse("2026-11-11T12:00:00Z");
    private static final Act ACT = new UrgeShipment(SubjectId.order("O1"), NOW, Side.PLATFORM);

    private static final long VERSION = 2;

    private final List<CommandMessage<?>> handled = new ArrayList<>();
    private int racesToLose;

    private FrontDoor door() {
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        bus.subscribe(UrgeShipment.class.getName(), command -> {
            handled.add(command);
            if (racesToLose-- > 0) {
                throw new ConcurrencyException("somebody else was faster", null);
            }
            return VERSION;
        });
        return new FrontDoor(
                DefaultCommandGateway.builder().commandBus(bus).build(),
                EmbeddedEventStore.builder()
                        .storageEngine(new InMemoryEventStorageEngine())
                        .build(),
                null);
    }

    @Test
    void an_act_that_lost_a_race_is_tried_again() {
        racesToLose = 3;
        assertThat(door().perform(ACT)).isEqualTo(new Receipt(SubjectId.order("O1"), ACT.at(), VERSION, false));
        assertThat(handled).hasSize(4);
    }

    @Test
    void an_act_that_keeps_losing_is_refused_and_may_be_asked_again() {
        racesToLose = 4;
        assertThatThrownBy(() -> door().perform(ACT))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.rule()).isEqualTo(Rule.SUBJECT_IS_NOT_BUSY));
        assertThat(handled).hasSize(4);
    }

    @Test
    void an_act_that_was_overtaken_happens_no_earlier_than_what_overtook_it() {
        Sandbox sandbox = new Sandbox();
        order(sandbox);
        sandbox.door().perform(urge(NOW.plusSeconds(2)));
        Receipt receipt = sandbox.door().perform(urge(NOW.plusSeconds(1)), FrontDoorTest::urge, null);
        assertThat(receipt.at()).isEqualTo(NOW.plusSeconds(2));
        assertThat(sandbox.stored().getLast().at()).isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void an_act_that_was_overtaken_in_the_other_history_that_it_touches_happens_later_in_both() {
        Sandbox sandbox = new Sandbox();
        order(sandbox);
        sandbox.door().perform(urge(NOW.plusSeconds(2)));
        Receipt receipt = sandbox.door().perform(refund(NOW.plusSeconds(1)), FrontDoorTest::refund, null);
        assertThat(receipt.at()).isEqualTo(NOW.plusSeconds(2));
        assertThat(sandbox.stored()).extracting(Event::at).isSorted();
    }

    /** Giving lines back waits for no lapse, so a clock that is behind may find it done. */
    @Test
    void a_lapse_is_recorded_no_earlier_than_what_it_finds() {
        Sandbox sandbox = new Sandbox();
        order(sandbox);
        sandbox.door().perform(refund(NOW.plusSeconds(1)));
        Instant week = NOW.plus(Duration.ofDays(7));
        sandbox.door().perform(new WithdrawDemand(SubjectId.returnRequest("R1"), week));
        sandbox.door().lapse(SubjectId.order("O1"), week.minusSeconds(1));
        assertThat(sandbox.stored().getLast()).isInstanceOfSatisfying(WindowLapsed.class, lapsed -> {
            assertThat(lapsed.subject()).isEqualTo(SubjectId.order("O1"));
            assertThat(lapsed.at()).isEqualTo(week);
        });
    }

    @Test
    void an_act_that_cannot_happen_later_is_refused_when_it_was_overtaken() {
        Sandbox sandbox = new Sandbox();
        order(sandbox);
        sandbox.door().perform(urge(NOW.plusSeconds(2)));
        assertThatThrownBy(() -> sandbox.door().perform(urge(NOW.plusSeconds(1))))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.rule()).isEqualTo(Rule.SUBJECT_IS_NOT_BUSY));
    }

    private static void order(Sandbox sandbox) {
        sandbox.door()
                .perform(new RegisterOrder(
                        SubjectId.order("O1"),
                        NOW,
                        new Parties("U1", "M1", "H1", "L1"),
                        NOW,
                        List.of(new OrderLine("A", 100, false)),
                        null,
                        false));
    }

    private static Act urge(Instant at) {
        return new UrgeShipment(SubjectId.order("O1"), at, Side.PLATFORM);
    }

    private static Act refund(Instant at) {
        return new FileReturn(
                SubjectId.returnRequest("R1"),
                at,
                SubjectId.order("O1"),
                ReturnKind.REFUND_ONLY,
                ReturnReason.OTHER,
                List.of("A"));
    }

    @Test
    void a_lapse_of_what_nobody_knows_is_nobodys_problem() {
        new Sandbox().door().lapse(SubjectId.order("O9"), NOW);
    }

    @Test
    void a_refusal_says_all_of_itself() {
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> new Sandbox().door().perform(new DeliverOrder(SubjectId.order("O9"), NOW, null)));
        assertThat(refusal).hasMessage("subject-is-known (order) [O9]");
    }
}
