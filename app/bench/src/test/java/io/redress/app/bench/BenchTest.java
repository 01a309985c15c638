package io.redress.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What machines read of a run, and what is refused before it; how fast anything is, no test says. */
class BenchTest {
    private static final List<String> NAMES = List.of(
            "gateway-new-paused",
            "gateway-existing-paused",
            "gateway-live",
            "gateway-live-vs-axon",
            "http-live",
            "http-p99-half-rate-ms",
            "lapses-stored",
            "lapses-queued",
            "lapses-vs-dbscheduler",
            "storm-p99-ratio",
            "rebuild-events-per-second",
            "growth-cost",
            "intake-orders-per-second",
            "start-seconds");

    private static Bench parsed(String... arguments) {
        Bench bench = new Bench();
        new CommandLine(bench).parseArgs(arguments);
        return bench;
    }

    @Test
    void every_figure_has_its_line_in_order() {
        Findings findings = new Findings();
        for (Figure figure : Figure.values()) {
            findings.found(figure, 1.5);
        }
        assertThat(findings.lines(List.of(Job.values())))
                .containsExactlyElementsOf(
                        NAMES.stream().map(name -> "RATIO " + name + " 1.50").toList());
    }

    @Test
    void what_could_not_be_measured_has_no_ratio_and_says_why() {
        Findings findings = new Findings();
        findings.missed(Figure.HTTP_LIVE, "the port is taken\n\tat somewhere");
        findings.found(Figure.HTTP_P99_HALF_RATE_MS, Double.NaN);
        assertThat(findings.lines(List.of(Job.HTTP)))
                .containsExactly(
                        "NOT MEASURED http-live: the port is taken",
                        "NOT MEASURED http-p99-half-rate-ms: it came out as NaN");
    }

    @Test
    void what_was_found_before_a_job_failed_stays() {
        Findings findings = new Findings();
        findings.found(Figure.REBUILD_EVENTS_PER_SECOND, 23_456.7);
        findings.missed(Figure.REBUILD_EVENTS_PER_SECOND, "too late");
        assertThat(findings.lines(List.of(Job.REBUILD))).containsExactly("RATIO rebuild-events-per-second 23457");
    }

    @Test
    void jobs_that_were_not_asked_for_say_nothing() {
        assertThat(new Findings().lines(List.of(Job.LIMIT))).isEmpty();
    }

    @Test
    void every_job_is_done_when_none_is_named() {
        assertThat(parsed("--quick").chosen()).containsExactly(Job.values());
    }

    @Test
    void named_jobs_are_done_once_and_in_order() {
        assertThat(parsed("http", "gateway", "http").chosen()).containsExactly(Job.GATEWAY, Job.HTTP);
    }

    @Test
    void nonsense_is_refused() {
        for (String nonsense : List.of("gatway", "GATEWAY", "--fast", "--quick=perhaps", "")) {
            assertThatThrownBy(() -> parsed(nonsense)).isInstanceOf(ParameterException.class);
        }
    }

    @Test
    void what_belongs_to_no_job_is_not_a_figure() {
        assertThat(Arrays.stream(Figure.values()).map(Figure::job))
                .doesNotContainNull()
                .doesNotContain(Job.LIMIT);
    }
}
