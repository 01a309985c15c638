package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sale that the demo begins with. */
class DemoCommandTest {
    private static final Scenario SALE = DemoCommand.sale();

    private static Node node() {
        return Node.inside(Postgres.database(), Map.of("redress.sandbox", true, "redress.clock", false));
    }

    /** Every event, but for what the key of the day made of texts. */
    private static List<String> told(Node node) {
        return node.events().stream().map(Event::toString).toList();
    }

    @Test
    void a_demo_that_was_stopped_while_it_began_goes_on_where_it_stood() {
        List<String> whole;
        try (Node node = node()) {
            DemoCommand.seed(node.context(), SALE);
            whole = told(node);
        }
        assertThat(whole).hasSizeGreaterThan(SALE.lines().size() / 2);
        try (Node node = node()) {
            for (int n = 1; n < SALE.lines().size(); n++) {
                DemoCommand.seed(node.context(), new Scenario(SALE.lines().subList(0, n)));
                if (n % 2 == 0) { // stopped between time and act
                    node.clock().advanceTo(SALE.lines().get(n).at());
                }
            }
            DemoCommand.seed(node.context(), SALE);
            assertThat(told(node)).isEqualTo(whole);
        }
    }

    @Test
    void a_demo_that_has_begun_is_left_as_it_is() {
        try (Node node = node()) {
            DemoCommand.seed(node.context(), SALE);
            node.clock().advanceTo(node.now().plus(Duration.ofDays(1)));
            List<String> before = told(node);
            DemoCommand.seed(node.context(), SALE);
            assertThat(told(node)).isEqualTo(before);
        }
    }
}
