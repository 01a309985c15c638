package io.redress.query.documents;

import static io.redress.api.window.Obligation.MERCHANT_DECIDE_REFUND_ONLY;
import static io.redress.api.window.Obligation.MERCHANT_SHIP_GOODS;
import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PARTIES;
import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.hour;
import static io.redress.query.Told.opened;
import static io.redress.query.Told.shown;
import static io.redress.query.Told.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.redress.api.SubjectId;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.document.PlanProposalDeclined;
import io.redress.api.document.PlanProposed;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.RulesPublished;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.query.Bench;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.documents.DocumentsQueries.Wanted;
import io.redress.query.documents.VersionView.LengthView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private static final SubjectId PLAN = SubjectId.plan("M1", "L1");
    private static final SubjectId RULES = SubjectId.rules();
    private static final Wanted ALL = new Wanted(null, null, null, null, null);
    private static final Map<Obligation, Length> FAST = Map.of(MERCHANT_SHIP_GOODS, Length.parse("P1WD"));
    private static final Map<Obligation, Length> SLOW =
            Map.of(MERCHANT_SHIP_GOODS, Length.parse("P2WD"), MERCHANT_DECIDE_REFUND_ONLY, Length.parse("PT36H"));

    private final Bench bench = new Bench(new DocumentsProjection(Bench.jdbc()));
    private final DocumentsQueries documents = new DocumentsQueries(Bench.reader(), Bench.AS_TOLD);

    @AfterEach
    void close() {
        bench.close();
    }

    private static PlanPublished plan(
            int version, Instant at, Map<Obligation, Length> windows, @Nullable Instant effectiveAt) {
        return new PlanPublished(PLAN, at, MERCHANT, "M1", "L1", "H1", version, windows, effectiveAt, null, List.of());
    }

    private static PlanProposed proposed(int number, Instant at) {
        return new PlanProposed(PLAN, at, MERCHANT, PARTIES, number, FAST, hour(90), null, List.of());
    }

    private static RulesPublished rules(int version, Instant at, @Nullable Instant effectiveAt) {
        return new RulesPublished(RULES, at, PLATFORM, version, Map.of(), version == 1, null, effectiveAt, List.of());
    }

    private DocumentDetailView read(SubjectId document, Instant now) {
        return documents.read(Reader.PLATFORM, document, now, null, 100).orElseThrow();
    }

    private static @Nullable Integer number(@Nullable VersionView version) {
        return version == null ? null : version.number();
    }

    @Test
    void a_version_says_what_it_sets_and_what_it_replaces() {
        bench.publish(plan(1, hour(0), SLOW, null), plan(2, hour(5), FAST, hour(10)));

        assertThat(documents.version(Reader.PLATFORM, PLAN, 2, hour(12)))
                .hasValue(new VersionView(
                        2,
                        VersionState.IN_FORCE,
                        shown(hour(5)),
                        MERCHANT,
                        shown(hour(10)),
                        null,
                        "H1",
                        null,
                        null,
                        null,
                        1,
                        List.of(
                                new LengthView(MERCHANT_SHIP_GOODS, "P1WD", "P2WD"),
                                new LengthView(MERCHANT_DECIDE_REFUND_ONLY, null, "PT36H"))));
        VersionView first =
                documents.version(Reader.PLATFORM, PLAN, 1, hour(12)).orElseThrow();
        assertThat(first.state()).isEqualTo(VersionState.REPLACED);
        assertThat(first.effectiveUntil()).isEqualTo(shown(hour(10)));
        assertThat(first.replaces()).isNull();
        assertThat(documents.version(Reader.PLATFORM, PLAN, 3, hour(12))).isEmpty();
    }

    @Test
    void a_version_takes_the_place_of_the_one_before_whoever_agreed_to_it() {
        PlanPublished alone =
                new PlanPublished(PLAN, hour(5), MERCHANT, "M1", "L1", "M1", 2, FAST, null, null, List.of());
        bench.publish(plan(1, hour(0), SLOW, null), alone);

        DocumentDetailView read = read(PLAN, hour(12));
        assertThat(read.versions())
                .extracting(VersionView::number, VersionView::agreedBy, VersionView::state, VersionView::replaces)
                .containsExactly(tuple(2, "M1", VersionState.IN_FORCE, 1), tuple(1, "H1", VersionState.REPLACED, null));
        assertThat(number(read.document().inForce())).isEqualTo(2);
    }

    @Test
    void what_is_in_force_changes_with_the_instant_that_is_asked_about() {
        bench.publish(rules(1, hour(1), null), rules(2, hour(2), hour(200)));

        assertThat(read(RULES, hour(0)).document().inForce()).isNull();
        assertThat(read(RULES, hour(0)).document().announced())
                .extracting(VersionView::number)
                .containsExactly(1, 2);
        DocumentView before = read(RULES, hour(200).minusMillis(1)).document();
        assertThat(number(before.inForce())).isEqualTo(1);
        assertThat(before.announced())
                .singleElement()
                .extracting(VersionView::number, VersionView::state, VersionView::autoUrge)
                .containsExactly(2, VersionState.ANNOUNCED, false);
        DocumentView after = read(RULES, hour(200)).document();
        assertThat(number(after.inForce())).isEqualTo(2);
        assertThat(after.announced()).isEmpty();
    }

    /** The command side takes the highest number whose effect has begun. */
    @Test
    void a_later_version_that_comes_sooner_overtakes_what_was_announced() {
        bench.publish(
                rules(1, hour(0), null),
                rules(2, hour(1), hour(30)),
                rules(3, hour(2), hour(20)),
                rules(4, hour(3), hour(40)));

        assertThat(read(RULES, hour(10)).versions())
                .extracting(VersionView::number, VersionView::state, VersionView::effectiveUntil, VersionView::replaces)
                .containsExactly(
                        tuple(4, VersionState.ANNOUNCED, null, 3),
                        tuple(3, VersionState.ANNOUNCED, shown(hour(40)), 1),
                        tuple(2, VersionState.OVERTAKEN, shown(hour(20)), 1),
                        tuple(1, VersionState.IN_FORCE, shown(hour(20)), null));
        assertThat(read(RULES, hour(10)).document().announced())
                .extracting(VersionView::number)
                .containsExactly(3, 4);
        assertThat(number(read(RULES, hour(35)).document().inForce())).isEqualTo(3);
    }

    /** While the sandbox clock stands still, several versions may be in force one after the other. */
    @Test
    void a_version_that_is_replaced_at_its_own_instant_was_in_force_all_the_same() {
        bench.publish(rules(1, hour(0), null), rules(2, hour(0), null));

        assertThat(read(RULES, hour(0)).versions())
                .extracting(VersionView::state)
                .containsExactly(VersionState.IN_FORCE, VersionState.REPLACED);
        assertThat(read(RULES, hour(0)).versions().getFirst().replaces()).isEqualTo(1);
    }

    @Test
    void a_proposal_waits_until_it_is_answered() {
        bench.publish(proposed(1, hour(1)));
        DocumentView waiting = read(PLAN, hour(2)).document();
        assertThat(waiting.inForce()).isNull();
        assertThat(waiting.proposal())
                .isEqualTo(
                        new ProposalView(1, "H1", shown(hour(1)), shown(hour(90)), FAST, "waiting", null, null, null));

        bench.publish(new PlanProposalDeclined(PLAN, hour(3), OPERATOR, 1, PersonalText.of("too fast"), List.of()));
        ProposalView declined = read(PLAN, hour(4)).document().proposal();
        assertThat(declined)
                .extracting(ProposalView::state, ProposalView::answeredAt, ProposalView::reason)
                .containsExactly("declined", shown(hour(3)), PersonalText.of("too fast"));

        bench.publish(
                proposed(2, hour(5)),
                new PlanPublished(PLAN, hour(6), OPERATOR, "M1", "L1", "H1", 1, FAST, hour(90), 2, List.of()));
        ProposalView confirmed = read(PLAN, hour(7)).document().proposal();
        assertThat(confirmed)
                .isEqualTo(new ProposalView(
                        2, "H1", shown(hour(5)), shown(hour(90)), FAST, "confirmed", shown(hour(6)), null, 1));
        assertThat(read(PLAN, hour(7)).versions())
                .singleElement()
                .extracting(VersionView::proposal, VersionView::publishedBy)
                .containsExactly(2, OPERATOR);
    }

    @Test
    void in_a_self_run_room_a_proposal_is_there_with_its_answer() {
        bench.publish(
                proposed(1, hour(1)),
                new PlanPublished(PLAN, hour(2), MERCHANT, "M1", "L1", "M1", 1, FAST, null, 2, List.of()));

        DocumentView plan = read(PLAN, hour(3)).document();
        assertThat(plan.operator()).isEqualTo("M1");
        assertThat(plan.proposal())
                .isEqualTo(new ProposalView(2, "M1", shown(hour(2)), null, FAST, "confirmed", shown(hour(2)), null, 1));
    }

    @Test
    void a_plan_that_was_agreed_elsewhere_leaves_a_proposal_waiting() {
        bench.publish(proposed(1, hour(1)), plan(1, hour(2), SLOW, null));

        assertThat(read(PLAN, hour(3)).document().proposal())
                .extracting(ProposalView::state)
                .isEqualTo("waiting");
    }

    @Test
    void the_list_finds_documents_by_kind_and_by_whom_they_concern() {
        SubjectId other = SubjectId.plan("M/2", "L2");
        bench.publish(
                rules(1, hour(0), null),
                new MechanismPublished(
                        SubjectId.mechanism("H1"), hour(0), OPERATOR, "H1", 1, Map.of(), null, List.of()),
                plan(1, hour(1), FAST, null),
                new PlanProposed(
                        PLAN, hour(2), MERCHANT, new Parties("", "M1", "H2", "L1"), 1, SLOW, null, null, List.of()),
                new PlanProposed(
                        other,
                        hour(3),
                        Party.merchant("M/2"),
                        new Parties("", "M/2", "H1", "L2"),
                        1,
                        SLOW,
                        null,
                        null,
                        List.of()));

        assertThat(found(ALL)).containsExactly(other, PLAN, SubjectId.mechanism("H1"), RULES);
        assertThat(found(new Wanted(SubjectId.Kind.PLAN, null, null, null, null)))
                .containsExactly(other, PLAN);
        assertThat(found(new Wanted(null, "M/2", null, null, null))).containsExactly(other);
        assertThat(found(new Wanted(null, null, "L1", null, null))).containsExactly(PLAN);
        assertThat(found(new Wanted(null, null, null, "H1", null)))
                .containsExactly(other, PLAN, SubjectId.mechanism("H1"));
        assertThat(found(new Wanted(null, null, null, "H2", true))).containsExactly(PLAN);
        assertThat(found(new Wanted(null, null, null, null, false))).containsExactly(SubjectId.mechanism("H1"), RULES);
        assertThat(found(new Wanted(SubjectId.Kind.RULES, null, null, "H1", null)))
                .isEmpty();
    }

    private List<SubjectId> found(Wanted wanted) {
        return documents.list(Reader.PLATFORM, wanted, hour(5), null, 100).items().stream()
                .map(DocumentView::subject)
                .toList();
    }

    @Test
    void the_list_pages_from_the_newest_on_whatever_is_added_meanwhile() {
        for (int n = 1; n <= 4; n++) {
            bench.publish(mechanism("H" + n));
        }

        Page<DocumentView> first = documents.list(Reader.PLATFORM, ALL, hour(1), null, 3);
        bench.publish(mechanism("H5"));
        Page<DocumentView> second = documents.list(Reader.PLATFORM, ALL, hour(1), first.next(), 3);

        assertThat(first.items()).extracting(DocumentView::operator).containsExactly("H4", "H3", "H2");
        assertThat(second.items()).extracting(DocumentView::operator).containsExactly("H1");
        assertThat(second.next()).isNull();
    }

    private static MechanismPublished mechanism(String operator) {
        return new MechanismPublished(
                SubjectId.mechanism(operator),
                hour(0),
                Party.roomOperator(operator),
                operator,
                1,
                Map.of(),
                null,
                List.of());
    }

    @Test
    void versions_page_from_the_newest_on_and_few_of_many_announced_are_shown() {
        for (int n = 1; n <= 15; n++) {
            bench.publish(rules(n, hour(0), n == 1 ? null : hour(200 + n)));
        }

        DocumentDetailView first =
                documents.read(Reader.PLATFORM, RULES, hour(1), null, 10).orElseThrow();
        DocumentDetailView second = documents
                .read(Reader.PLATFORM, RULES, hour(1), first.next(), 10)
                .orElseThrow();

        assertThat(first.versions())
                .extracting(VersionView::number)
                .startsWith(15)
                .hasSize(10);
        assertThat(second.versions()).extracting(VersionView::number).containsExactly(5, 4, 3, 2, 1);
        assertThat(second.next()).isNull();
        assertThat(number(first.document().inForce())).isEqualTo(1);
        assertThat(first.document().announced())
                .extracting(VersionView::number)
                .startsWith(2)
                .endsWith(11)
                .hasSize(10);
    }

    @Test
    void a_plan_that_was_only_asked_for_is_no_document() {
        bench.publish(new PlanAdjustmentAsked(
                PLAN,
                hour(0),
                OPERATOR,
                PARTIES,
                List.of(opened(window(PLAN, Obligation.MERCHANT_ANSWER_PLAN_ADJUSTMENT, MERCHANT), hour(0), 72))));

        assertThat(documents.read(Reader.PLATFORM, PLAN, hour(1), null, 100)).isEmpty();
        assertThat(documents.list(Reader.PLATFORM, ALL, hour(1), null, 100).items())
                .isEmpty();
    }
}
