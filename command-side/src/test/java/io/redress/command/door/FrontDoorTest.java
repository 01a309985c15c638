package io.redress.command.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redress.api.Act;
import io.redress.api.SubjectId;
import io.redress.api.order.DeliverOrder;
import io.redress.api.order.UrgeShipment;
import io.redress.api.party.Side;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Sandbox;
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

    private final List<CommandMessage<?>> handled = new ArrayList<>();
    private int racesToLose;

    private FrontDoor door() {
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        bus.subscribe(UrgeShipment.class.getName(), command -> {
            handled.add(command);
            if (racesToLose-- > 0) {
                throw new ConcurrencyException("somebody else was faster", null);
            }
            return null;
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
        assertThat(door().perform(ACT)).isEqualTo(new Receipt(SubjectId.order("O1"), ACT.at(), false));
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
    void a_lapse_of_what_nobody_knows_is_nobodys_problem() {
        new Sandbox().door().lapse(SubjectId.order("O9"), NOW);
    }

    @Test
    void a_refusal_says_all_of_itself() {
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> new Sandbox().door().perform(new DeliverOrder(SubjectId.order("O9"), NOW)));
        assertThat(refusal).hasMessage("subject-is-known (order) [O9]");
    }
}
