package io.redress.command.scenario;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import io.redress.api.window.Obligation;
import io.redress.command.door.ActReader;
import io.redress.command.rule.Rule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Plays all stories once more, to see that between them they leave no rule, no act and no outcome untold. */
class StoriesTest {
    /** Rules that no act in a story can raise, and what does. */
    private static final Map<Rule, String> RAISED_ELSEWHERE = Map.ofEntries(
            entry(
                    Rule.PAID_WHEN_REGISTERED,
                    "the player of scenarios: over the API an order may reach us after its payment"),
            entry(Rule.CLOCK_MOVES_FORWARD, "the sandbox clock, whose time is in a database"),
            entry(Rule.PARAMETER_IS_KNOWN, "questions over HTTP: HttpTest"),
            entry(Rule.IDEMPOTENCY_KEY_IS_GIVEN, "requests over HTTP: HttpTest"),
            entry(Rule.REQUEST_IS_NOT_UNDER_WAY, "several nodes on one key: FrontDoorTest"),
            entry(Rule.NOTHING_HAPPENED_SINCE, "requests that say which version they saw: HttpTest"),
            entry(Rule.IDEMPOTENCY_KEY_MEANS_ONE_ACT, "the idempotency records, which are in a database"),
            entry(Rule.SUBJECT_IS_NOT_BUSY, "several threads or nodes on one subject: FrontDoorTest"),
            entry(Rule.SECOND_PERSON_HAS_ANOTHER_CREDENTIAL, "who may do what: JourneyTest of the app"),
            entry(Rule.OPENING_HAS_ANOTHER_CREDENTIAL, "who may do what: ForgettingTest of the app"),
            entry(Rule.PERSONAL_DATA_IS_OPEN, "files: ForgettingTest of the app"),
            entry(Rule.AGENT_IS_IMPARTIAL, "who may do what: DoorkeeperTest of the app"),
            entry(Rule.PLAN_IS_AGREED_WITH_WHO_RUNS_THE_ROOM, "who may do what: DoorkeeperTest of the app"),
            entry(Rule.AGENT_ACTS_UNDER_ITS_OWN_NAME, "who may do what: DoorkeeperTest of the app"),
            entry(Rule.FILE_TYPE_IS_TAKEN, "files: EvidenceTest of the app"),
            entry(Rule.FILE_IS_OF_THE_TYPE_IT_SAYS, "files: InspectionTest"),
            entry(Rule.FILE_IS_NOT_TOO_LARGE, "files: EvidenceTest of the app"),
            entry(Rule.FILE_IS_WHOLE, "files: InspectionTest"),
            entry(Rule.FILE_HIDES_NOTHING, "files: InspectionTest"),
            entry(Rule.FILE_UNPACKS_TO_SOMETHING_SENSIBLE, "files: InspectionTest"),
            entry(Rule.PICTURE_HAS_NOT_TOO_MANY_PIXELS, "files: InspectionTest"),
            entry(Rule.UPLOAD_GOES_ON_WHERE_IT_STANDS, "files: EvidenceTest of the app"),
            entry(Rule.UPLOAD_BRINGS_WHAT_IT_ANNOUNCED, "files: EvidenceTest of the app"),
            entry(Rule.DRAFTS_ARE_FEW, "files: EvidenceTest of the app"),
            entry(Rule.ROOM_IS_LEFT_FOR_FILES, "files: EvidenceTest of the app"),
            entry(Rule.FILE_SUPERSEDES_ONE_OF_ITS_PARTY, "files: EvidenceTest of the app"),
            entry(Rule.FILE_IS_STAGED, "files: EvidenceTest of the app"),
            entry(Rule.PARTY_HAS_TEN_ENDPOINTS_AT_MOST, "webhooks: WebhooksTest of the app"),
            entry(Rule.ENDPOINT_IS_ENABLED, "webhooks: WebhooksTest of the app"),
            entry(Rule.EARLIER_CALLBACKS_HAVE_COME, "callbacks: CallbacksTest of the app"),
            entry(Rule.CALLBACK_ID_MEANS_ONE_CALLBACK, "callbacks: CallbacksTest of the app"),
            entry(Rule.FEW_CALLBACKS_WAIT, "callbacks: CallbacksTest of the app"),
            entry(Rule.DELIVERY_IS_NOT_SUPERSEDED, "webhooks: WebhooksTest of the app"),
            entry(Rule.HOLDER_HAS_TWO_KEYS_AT_MOST, "API keys: ApiKeysTest of the app"));

    @BeforeAll
    static void play() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectPackage("io.redress.command"))
                                .filters(TagFilter.includeTags("story"))
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        StringWriter failures = new StringWriter();
        summary.printFailuresTo(new PrintWriter(failures));
        assertThat(summary.getTotalFailureCount()).as(failures.toString()).isZero();
        assertThat(summary.getTestsSucceededCount()).isGreaterThan(200);
    }

    @Test
    void every_rule_refuses_an_act() {
        Set<Rule> untold = EnumSet.allOf(Rule.class);
        untold.removeAll(Coverage.raised());
        assertThat(untold).isEqualTo(RAISED_ELSEWHERE.keySet());
    }

    @Test
    void every_act_is_done() {
        assertThat(Coverage.accepted())
                .containsExactlyInAnyOrderElementsOf(ActReader.ofApi().acts());
    }

    @ParameterizedTest
    @EnumSource
    void an_obligation_is_shown_in_every_outcome_that_it_can_have(Obligation obligation) {
        Set<String> shown = Coverage.shown().stream()
                .filter(window -> window.obligation() == obligation)
                .map(Coverage.Shown::outcome)
                .collect(toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(new TreeSet<>(Outcomes.of(obligation)));
    }
}
