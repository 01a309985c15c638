package io.redress.command.window;

import static io.redress.api.window.Layer.DEFAULT;
import static io.redress.api.window.Layer.EMERGENCY_MECHANISM;
import static io.redress.api.window.Layer.PLATFORM_RULES;
import static io.redress.api.window.Layer.SERVICE_PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.command.window.WorkingCalendar.UnknownYear;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For each of the forty obligations: a layer speaks only where the table names it, and the first that speaks wins. */
class LengthsTest {
    private static final Instant NOW = Instant.parse("2026-11-11T12:00:00Z");
    private static final Obligations OBLIGATIONS = Obligations.shipped();
    private static final WorkingCalendar CALENDAR = WorkingCalendar.shipped();
    private static final DocumentVersion PLAN = new DocumentVersion(SubjectId.plan("M1", "L1"), 1);

    /** Documents that speak for everything, each with a length of its own. */
    private record Loud(Set<Layer> published) implements Documents {
        private @Nullable Published say(Layer layer, SubjectId document, String length) {
            Map<Obligation, Length> windows = Arrays.stream(Obligation.values())
                    .collect(Collectors.toMap(obligation -> obligation, _ -> Length.parse(length)));
            return published.contains(layer)
                    ? new Published(new DocumentVersion(document, 1), NOW, windows, true, null)
                    : null;
        }

        @Override
        public @Nullable DocumentVersion planInEffect(String merchant, String room, Instant at) {
            return published.contains(SERVICE_PLAN) ? PLAN : null;
        }

        @Override
        public Published plan(DocumentVersion version) {
            return say(SERVICE_PLAN, version.document(), "PT1M");
        }

        @Override
        public @Nullable Published mechanism(String operator, Instant at) {
            return say(EMERGENCY_MECHANISM, SubjectId.mechanism(operator), "PT2M");
        }

        @Override
        public @Nullable Published rules(Instant at) {
            return say(PLATFORM_RULES, SubjectId.rules(), "PT3M");
        }

        @Override
        public WorkingCalendar calendar(Instant at) {
            return CALENDAR;
        }

        @Override
        public WorkingCalendar calendar(int version) {
            return CALENDAR;
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_first_layer_that_may_speak_wins(Obligation obligation) {
        Set<Layer> named = OBLIGATIONS.of(obligation).layers();
        Set<Layer> published = EnumSet.of(SERVICE_PLAN, EMERGENCY_MECHANISM, PLATFORM_RULES);
        for (Layer layer : List.copyOf(published)) {
            Layer expected =
                    published.stream().filter(named::contains).findFirst().orElse(DEFAULT);
            assertThat(open(obligation, published).layer()).isEqualTo(expected);
            published.remove(layer);
        }
        Change.Opened byDefault = open(obligation, Set.of());
        assertThat(byDefault.layer()).isEqualTo(DEFAULT);
        assertThat(byDefault.document()).isNull();
        assertThat(byDefault.length()).isEqualTo(OBLIGATIONS.of(obligation).defaultLength());
    }

    @ParameterizedTest
    @EnumSource
    void a_window_names_the_version_and_the_clause(Obligation obligation) {
        Change.Opened opened = open(obligation, EnumSet.of(SERVICE_PLAN, EMERGENCY_MECHANISM, PLATFORM_RULES));
        assertThat(opened.clause()).isEqualTo(OBLIGATIONS.of(obligation).clause());
        SubjectId document =
                opened.document() == null ? null : opened.document().document();
        assertThat(document)
                .isEqualTo(
                        switch (opened.layer()) {
                            case SERVICE_PLAN -> PLAN.document();
                            case EMERGENCY_MECHANISM -> SubjectId.mechanism("H1");
                            case PLATFORM_RULES -> SubjectId.rules();
                            case AGREEMENT, DEFAULT -> null;
                        });
    }

    private static Change.Opened open(Obligation obligation, Set<Layer> published) {
        Terms terms = new Terms(OBLIGATIONS, new Loud(Set.copyOf(published)));
        DocumentVersion plan = terms.documents().planInEffect("M1", "L1", NOW);
        WindowKey key = new WindowKey(SubjectId.order("O1"), obligation, Party.merchant("M1"), 1);
        return terms.lengths(plan, "H1").open(key, NOW, () -> CALENDAR, UnknownYear.REFUSED);
    }
}
