package io.redress.command.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Act;
import io.redress.api.Event;
import io.redress.api.demand.DemandReopened;
import io.redress.api.order.RegisterOrder;
import io.redress.api.party.Parties;
import io.redress.api.window.Change;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.command.door.ActReader;
import io.redress.command.rule.Refusal;
import io.redress.command.window.Lengths.Resolved;
import io.redress.command.window.ObligationTerms;
import io.redress.command.window.Obligations;
import io.redress.command.window.Terms;
import io.redress.command.window.WorkingCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is published as the length for a merchant in a room is the length of the window that opens next there: every
 * sample scenario, with documents drawn by lot in place of its own, and every window that opens in it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedLengthsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Obligations OBLIGATIONS = Obligations.shipped();
    private static final List<Length> LENGTHS = Stream.of(
                    "PT30M", "PT5H", "PT36H", "PT90H", "P1D", "P4D", "P7D", "P10D", "P14D", "P1WD", "P4WD", "P6WD")
            .map(Length::parse)
            .toList();

    private final Set<Obligation> compared = EnumSet.noneOf(Obligation.class);
    private final Set<Layer> spoke = EnumSet.noneOf(Layer.class);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void the_published_length_is_that_of_the_next_window(int seed) throws IOException {
        for (Path scenario : Scenarios.files()) {
            play(scenario, new Random(seed));
        }
        assertThat(compared).containsExactlyInAnyOrder(Obligation.values());
        assertThat(spoke).contains(Layer.SERVICE_PLAN, Layer.EMERGENCY_MECHANISM, Layer.PLATFORM_RULES, Layer.DEFAULT);
    }

    private void play(Path scenario, Random dice) throws IOException {
        List<JsonNode> lines =
                Files.readAllLines(scenario).stream().map(JSON::readTree).toList();
        Sandbox sandbox = new Sandbox();
        Instant begin = at(lines.getFirst());
        sandbox.advanceTo(begin);
        publish(sandbox, lines, begin, dice);
        int seen = sandbox.stored().size();
        for (JsonNode line : lines) {
            sandbox.advanceTo(at(line));
            act(sandbox, line);
            for (; seen < sandbox.stored().size(); seen++) {
                compare(sandbox, sandbox.stored().get(seen));
            }
        }
    }

    private static Instant at(JsonNode line) {
        return OffsetDateTime.parse(line.get("at").stringValue()).toInstant();
    }

    private static void act(Sandbox sandbox, JsonNode line) {
        String name = line.get("do").stringValue();
        if (name.equals("advance") || name.startsWith("publish-")) {
            return;
        }
        try {
            Act act = new ActReader().read(name, line, at(line));
            if (!(act instanceof RegisterOrder order) || order.paidAt().equals(act.at())) {
                sandbox.door().perform(act);
            }
        } catch (Refusal _) {
            // with other lengths another act is refused
        }
    }

    private void compare(Sandbox sandbox, Event event) {
        for (Change change : event.changes()) {
            boolean goesOn = event instanceof DemandReopened; // with the time that was left, not with a length
            if (change instanceof Change.Opened opened && opened.layer() != Layer.AGREEMENT && !goesOn) {
                Terms terms = sandbox.terms();
                Parties parties = sandbox.parties(event.subject());
                Resolved published = terms.lengthsFrom(opened.openedAt(), parties)
                        .resolve(opened.window().obligation(), opened.openedAt());
                assertThat(new Resolved(opened.length(), opened.layer(), opened.document()))
                        .as(opened.toString())
                        .isEqualTo(published);
                compared.add(opened.window().obligation());
                spoke.add(opened.layer());
            }
        }
    }

    // ---- documents by lot

    private static void publish(Sandbox sandbox, List<JsonNode> lines, Instant at, Random dice) {
        Set<String> plans = new TreeSet<>();
        Set<String> operators = new TreeSet<>();
        for (JsonNode line : lines) {
            if (line.has("merchant") && line.has("room") && line.has("operator")) {
                plans.add(line.get("merchant").stringValue() + " "
                        + line.get("room").stringValue() + " "
                        + line.get("operator").stringValue());
                operators.add(line.get("operator").stringValue());
            }
        }
        for (String plan : plans) {
            String[] names = plan.split(" ");
            ObjectNode fields = lengths(Layer.SERVICE_PLAN, dice);
            fields.put("merchant", names[0]).put("room", names[1]).put("agreedBy", names[2]);
            sandbox.door().perform(new ActReader().read("publish-plan", fields, at));
        }
        for (String operator : operators) {
            ObjectNode fields = lengths(Layer.EMERGENCY_MECHANISM, dice).put("operator", operator);
            sandbox.door().perform(new ActReader().read("publish-mechanism", fields, at));
        }
        sandbox.door().perform(new ActReader().read("publish-rules", lengths(Layer.PLATFORM_RULES, dice), at));
    }

    private static ObjectNode lengths(Layer layer, Random dice) {
        ObjectNode fields = JSON.createObjectNode();
        ObjectNode windows = fields.putObject("windows");
        for (Obligation obligation : Obligation.values()) {
            ObligationTerms row = OBLIGATIONS.of(obligation);
            List<Length> allowed =
                    LENGTHS.stream().filter(length -> isWithin(length, row)).toList();
            if (row.layers().contains(layer) && dice.nextInt(3) > 0) {
                windows.put(
                        obligation.id(),
                        allowed.get(dice.nextInt(allowed.size())).text());
            }
        }
        return fields;
    }

    private static boolean isWithin(Length length, ObligationTerms row) {
        return (row.ceiling() == null || WorkingCalendar.compare(length, row.ceiling()) <= 0)
                && (row.floor() == null || WorkingCalendar.compare(length, row.floor()) >= 0);
    }

    @Test
    void a_case_without_a_room_or_a_merchant_is_measured_by_what_holds_for_all() {
        Sandbox sandbox = new Sandbox();
        Instant at = Instant.parse("2026-11-11T12:00:00Z");
        sandbox.advanceTo(at);
        Parties nobody = new Parties("", "", "", "");
        assertThat(Stream.of(Obligation.values())
                        .map(obligation ->
                                sandbox.terms().lengthsFrom(at, nobody).resolve(obligation, at)))
                .allMatch(resolved -> resolved.layer() == Layer.DEFAULT && resolved.document() == null);
    }
}
