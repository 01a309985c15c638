package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.Act;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.WhoActs;
import io.redress.command.door.FrontDoor;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.query.Reader;
import io.redress.query.casefile.CaseFileQueries;
import io.redress.query.casefile.CaseFileView.EntryView;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What no address can open, because it is shut behind all of them. */
class DoorkeeperTest {
    private static Node node;
    private static int cases;

    @BeforeAll
    static void start() {
        node = Node.sandbox(Postgres.database());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Caller caller(Kind kind, String name, Party... connections) {
        return new Caller(kind, name, kind.most(), List.of(connections), "key/1234");
    }

    private static void does(Caller caller, String act, String fields) {
        Act read = node.read(act, node.now(), fields);
        node.bean(FrontDoor.class).as(WhoActs.is(caller)).perform(read);
    }

    private static AbstractThrowableAssert<?, ?> refused(Caller caller, String act, String fields) {
        return assertThatThrownBy(() -> does(caller, act, fields));
    }

    private static void isForbidden(ResponseStatusException refusal) {
        assertThat(refusal.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
    }

    /** A complaint about the room operator, of consumer U, merchant M and operator H. */
    private static String complaint() {
        String complaint = "C" + ++cases;
        node.act("file-complaint", """
                {'complaint': '%s', 'consumer': 'U', 'merchant': 'M', 'operator': 'H', 'room': 'L',
                 'against': 'operator', 'serious': false}""".formatted(complaint));
        return complaint;
    }

    @Test
    void an_act_of_which_nobody_says_that_he_does_it_is_not_done() {
        Act act = node.read("report", node.now(), "{'report': 'unasked', 'room': 'L'}");
        assertThatThrownBy(() -> node.bean(FrontDoor.class).perform(act)).isInstanceOf(IllegalStateException.class);
        assertThat(node.history("report/unasked")).isEmpty();
    }

    @Test
    void whoever_owes_it_as_things_stand_does_it_and_nobody_else() {
        String complaint = complaint();
        String fields = "{'complaint': '%s'}".formatted(complaint);
        Caller merchant = caller(Kind.MERCHANT, "M");
        Caller operator = caller(Kind.OPERATOR, "H");

        refused(merchant, "accept-complaint", fields)
                .isInstanceOfSatisfying(ResponseStatusException.class, DoorkeeperTest::isForbidden);
        does(operator, "accept-complaint", fields);
        does(
                operator,
                "offer-solution",
                "{'complaint': '%s', 'by': 'operator', 'remedy': 'A coupon'}".formatted(complaint));
        does(caller(Kind.CONSUMER, "U"), "accept-solution", fields);
        refused(merchant, "perform-settlement", fields)
                .isInstanceOfSatisfying(ResponseStatusException.class, DoorkeeperTest::isForbidden);
        refused(caller(Kind.CONSUMER, "U"), "perform-settlement", fields)
                .isInstanceOfSatisfying(ResponseStatusException.class, DoorkeeperTest::isForbidden);
        does(operator, "perform-settlement", fields);

        assertThat(node.history("complaint/" + complaint))
                .containsExactly(
                        "complaint.filed.v1",
                        "complaint.accepted.v1",
                        "demand.solution-offered.v1",
                        "demand.solution-accepted.v1",
                        "demand.settlement-performed.v1");
    }

    @Test
    void only_the_party_that_waits_answers_a_proposal_for_more_time() {
        String complaint = complaint();
        String proposal = """
                {'subject': 'complaint/%s', 'obligation': 'room-operator-resolve-complaint', 'by': 'operator',
                 'dueAt': '%s'}""".formatted(complaint, node.now().plus(Duration.ofDays(4)));
        String answer =
                "{'subject': 'complaint/%s', 'obligation': 'room-operator-resolve-complaint'}".formatted(complaint);
        refused(caller(Kind.MERCHANT, "M"), "propose-extension", proposal)
                .isInstanceOfSatisfying(ResponseStatusException.class, DoorkeeperTest::isForbidden);
        does(caller(Kind.OPERATOR, "H"), "propose-extension", proposal);
        refused(caller(Kind.OPERATOR, "H"), "accept-extension", answer)
                .isInstanceOfSatisfying(ResponseStatusException.class, DoorkeeperTest::isForbidden);
        does(caller(Kind.CONSUMER, "U"), "accept-extension", answer);
    }

    @Test
    void a_hidden_case_and_an_absent_one_are_refused_alike() {
        String hidden = complaint();
        Caller stranger = caller(Kind.CONSUMER, "somebody else");
        for (String id : List.of(hidden, "absent")) {
            refused(stranger, "withdraw", "{'complaint': '%s'}".formatted(id))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.reasons())
                                    .containsExactly(
                                            new Refusal.Reason(Rule.SUBJECT_IS_KNOWN, "complaint", List.of(id))));
        }
    }

    @Test
    void an_order_of_others_cannot_be_claimed_nor_found_out() {
        node.order("hidden");
        Caller stranger = caller(Kind.CONSUMER, "somebody else");
        for (String order : List.of("hidden", "absent")) {
            refused(stranger, "file-return", """
                            {'return': 'R1', 'order': '%s', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}""".formatted(order))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.reasons())
                                    .containsExactly(
                                            new Refusal.Reason(Rule.SUBJECT_IS_KNOWN, "order", List.of(order))));
            refused(stranger, "file-complaint", """
                            {'complaint': 'stolen', 'order': '%s', 'consumer': 'somebody else', 'merchant': 'M1',
                             'operator': 'H1', 'room': 'L1', 'against': 'merchant', 'serious': false}""".formatted(order))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.reasons())
                                    .containsExactly(
                                            new Refusal.Reason(Rule.SUBJECT_IS_KNOWN, "order", List.of(order))));
        }
    }

    @Test
    void a_plan_is_agreed_with_who_runs_the_room_and_with_nobody_else() {
        Caller merchant = caller(Kind.MERCHANT, "M");
        String plan = "'merchant': 'M', 'room': 'planned', 'windows': {'merchant-ship-goods': 'PT9H'}";
        String answer = "{'merchant': 'M', 'room': 'planned', 'operator': '%s'}";
        does(merchant, "propose-plan", "{" + plan + ", 'operator': 'H'}");
        does(caller(Kind.OPERATOR, "H"), "confirm-plan", answer.formatted("H"));

        isNotAgreedHere(refused(merchant, "publish-plan", "{" + plan + ", 'agreedBy': 'M'}"), "agreedBy");
        isNotAgreedHere(refused(merchant, "propose-plan", "{" + plan + ", 'operator': 'friend'}"), "operator");
        does(merchant, "propose-plan", "{" + plan + ", 'operator': 'H'}");
        does(caller(Kind.PLATFORM, "service"), "publish-statement", """
                {'kind': 'room', 'by': 'platform', 'operator': 'H2', 'room': 'planned',
                 'content': {'displayName': 'Planned room'}}""");
        isNotAgreedHere(refused(caller(Kind.OPERATOR, "H"), "confirm-plan", answer.formatted("H")), "operator");
        does(merchant, "propose-plan", "{" + plan + ", 'operator': 'H2'}");
        does(caller(Kind.OPERATOR, "H2"), "confirm-plan", answer.formatted("H2"));
        does(caller(Kind.PLATFORM, "service"), "publish-plan", "{" + plan + ", 'agreedBy': 'H'}");
    }

    private static void isNotAgreedHere(AbstractThrowableAssert<?, ?> refused, String field) {
        refused.isInstanceOfSatisfying(
                Refusal.class,
                refusal -> assertThat(refusal.reasons())
                        .containsExactly(
                                new Refusal.Reason(Rule.PLAN_IS_AGREED_WITH_WHO_RUNS_THE_ROOM, field, List.of())));
    }

    @Test
    void a_person_at_the_desk_acts_under_their_own_name_and_leaves_friends_to_others() {
        String complaint = complaint();
        node.act("disclose-request", "{'complaint': '%s'}".formatted(complaint));
        node.clock().advanceTo(node.now().plus(Duration.ofDays(30)));
        String takeUp = "{'complaint': '%s', 'agent': 'K1'}".formatted(complaint);

        refused(caller(Kind.AGENT, "K2"), "open-intervention", takeUp)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.rule()).isEqualTo(Rule.AGENT_ACTS_UNDER_ITS_OWN_NAME));
        refused(caller(Kind.AGENT, "K1", Party.roomOperator("H")), "open-intervention", takeUp)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.rule()).isEqualTo(Rule.AGENT_IS_IMPARTIAL));
        refused(caller(Kind.AGENT, "U"), "disclose", "{'complaint': '%s'}".formatted(complaint))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.rule()).isEqualTo(Rule.AGENT_IS_IMPARTIAL));
        does(caller(Kind.AGENT, "K1"), "open-intervention", takeUp);
    }

    @Test
    void the_trail_says_by_whose_credential_it_was_done_and_shows_it_to_the_platform() {
        String complaint = complaint();
        String fields = "{'complaint': '%s'}".formatted(complaint);
        does(caller(Kind.OPERATOR, "H"), "accept-complaint", fields);
        does(caller(Kind.CONSUMER, "U"), "flag-serious", fields);
        node.clock().advanceTo(node.now().plus(Duration.ofDays(30)));
        node.awaitSheets();

        assertThat(entries(Reader.PLATFORM, complaint))
                .extracting(EntryView::caller)
                .startsWith("platform:test#command", "operator:H#key/1234", "consumer#key/1234")
                .endsWith((String) null);
        assertThat(entries(Reader.party(Party.merchant("M")), complaint))
                .isNotEmpty()
                .extracting(EntryView::caller)
                .containsOnlyNulls();
    }

    private static List<EntryView> entries(Reader reader, String complaint) {
        return node.bean(CaseFileQueries.class)
                .read(reader, SubjectId.complaint(complaint), -1, node.now())
                .orElseThrow()
                .entries();
    }
}
