package io.redress.app.contract;

import static io.redress.app.contract.Storyteller.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.window.DocumentVersion;
import io.redress.command.window.Documents;
import io.redress.command.window.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;

/** What the sheet shows as in force is what windows are measured by, whatever was published ahead of what. */
class InForceTest extends InSandbox {
    private static final int VERSIONS = 25;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Terms terms;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void the_sheet_and_the_deciding_side_agree(int seed) {
        Storyteller story = new Storyteller(new Exchanges(mvc));
        Random dice = new Random(seed);
        String room = "room-of-seed-" + seed;
        Instant now =
                Instant.parse(story.asks("readSandboxClock", "").get("now").stringValue());
        for (int version = 1; version <= VERSIONS; version++) {
            Map<String, Object> plan = new HashMap<>(Map.of("room", room));
            if (dice.nextInt(6) > 0) {
                plan.put(
                        "effectiveAt",
                        now.plus(Duration.ofHours(dice.nextInt(40))).toString());
            }
            story.does("publishPlan", plan);
        }
        eventually(() -> assertThat(story.asks("readPlan", "", "lanhua-tea", room)
                        .at("/versions/0/number")
                        .intValue())
                .isEqualTo(VERSIONS));
        Documents documents = terms.documents();
        for (int hour = -1; hour <= 40; hour++) {
            Instant at = now.plus(Duration.ofHours(hour));
            JsonNode shown = story.asks("readPlan", "at=" + at, "lanhua-tea", room);
            DocumentVersion decides = documents.planInEffect("lanhua-tea", room, at);
            assertThat(shown.at("/inForce/number").asInt(0))
                    .as("in force at hour %s", hour)
                    .isEqualTo(decides == null ? 0 : decides.version());
            assertThat(StreamSupport.stream(shown.get("versions").spliterator(), false)
                            .filter(version ->
                                    version.get("state").stringValue().equals("in-force")))
                    .hasSize(decides == null ? 0 : 1);
        }
    }
}
