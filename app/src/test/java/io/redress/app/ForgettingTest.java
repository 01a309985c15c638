package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.demand.MessageSent;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.record.RecordForgotten;
import io.redress.api.returns.ReturnRefused;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.DevelopmentIssuer;
import io.redress.command.evidence.EvidenceFiles;
import io.redress.command.evidence.EvidenceFiles.Wish;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.record.Destruction;
import io.redress.command.store.Append;
import io.redress.command.store.IdempotencyKey;
import io.redress.query.PersonalData;
import io.redress.query.Reader;
import io.redress.query.casefile.CaseFileQueries;
import io.redress.query.casefile.CaseFileView;
import io.redress.query.kept.KeptQueries;
import io.redress.query.kept.KeptView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What was written is withheld when its person asks, opened by two, and gone when its term is over. */
class ForgettingTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final AtomicInteger REQUESTS = new AtomicInteger();
    private static final String CANARY = "canary-9c2e71d0";
    private static final Duration THREE_YEARS = Duration.ofDays(3 * 365 + 1);

    /** A return request that was refused in these words and then withdrawn, of the consumer U-{id}. */
    private static SubjectId over(Node node, String id) {
        refused(node, id);
        node.act("withdraw", "{'return': '" + id + "'}");
        node.awaitSheets();
        return SubjectId.returnRequest(id);
    }

    private static void refused(Node node, String id) {
        node.order(id);
        node.act(
                "file-return",
                "{'return': '" + id + "', 'order': '" + id
                        + "', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}");
        node.act("refuse-return", "{'return': '" + id + "', 'reason': '" + CANARY + "'}");
        node.awaitSheets();
    }

    private static CaseFileView file(Node node, Reader reader, SubjectId of) {
        return node.bean(CaseFileQueries.class).read(reader, of, -1, node.now()).orElseThrow();
    }

    private static String reason(CaseFileView file) {
        return file.entries().stream()
                .filter(entry -> entry.event().equals("return.refused.v1"))
                .findFirst()
                .orElseThrow()
                .facts()
                .get("reason")
                .stringValue();
    }

    private static KeptView kept(Node node, SubjectId of) {
        return node.bean(KeptQueries.class).of(Reader.PLATFORM, of).orElseThrow();
    }

    private static int ended(Node node) {
        node.awaitSheets();
        return node.bean(RetentionClock.class).forgetWhatIsOver();
    }

    private static List<Event> forgotten(Node node) {
        return node.events().stream().filter(RecordForgotten.class::isInstance).toList();
    }

    // ---- when the term is over

    @Test
    void with_the_end_of_its_term_a_case_is_forgotten_by_itself_and_replays_the_same_but_for_its_words() {
        try (Node node = Node.sandbox(Postgres.database())) {
            SubjectId of = over(node, "F1");
            CaseFileView before = file(node, Reader.SERVICE, of);
            assertThat(reason(before)).isEqualTo(CANARY);
            node.clock().advanceTo(Node.EVENING.plus(THREE_YEARS).minus(Duration.ofDays(2)));
            assertThat(ended(node)).isZero();
            assertThat(kept(node, of).until()).isNotNull();
            assertThat(kept(node, of).forgottenAt()).isNull();

            node.clock().advanceTo(Node.EVENING.plus(THREE_YEARS).plus(Duration.ofDays(1)));
            assertThat(ended(node)).isOne();
            assertThat(ended(node)).isZero();
            node.awaitSheets();

            CaseFileView after = file(node, Reader.SERVICE, of);
            assertThat(after.personalData()).isEqualTo("destroyed");
            assertThat(reason(after)).isEqualTo(PersonalData.State.DESTROYED.instead());
            assertThat(after.entries()).hasSameSizeAs(before.entries());
            assertThat(after.version()).isEqualTo(before.version());
            assertThat(kept(node, of).forgottenAt()).isNotNull();
            assertThat(kept(node, of).keysDestroyed()).isOne();
            assertThat(opensWithAnyKey(node, of)).isFalse();
            // the history is there, and the case can still be asked what may be done
            assertThat(node.history("return/F1")).contains("return.refused.v1");
            // what is written later is shown to nobody either
            node.act("rate", "{'return': 'F1', 'of': 'merchant', 'stars': 3, 'comment': '" + CANARY + "'}");
            node.awaitSheets();
            assertThat(file(node, Reader.PLATFORM, of).toString()).doesNotContain(CANARY);
            assertThat(file(node, Reader.PLATFORM, of)
                            .entries()
                            .getLast()
                            .facts()
                            .get("comment")
                            .stringValue())
                    .isEqualTo(PersonalData.State.DESTROYED.instead());
        }
    }

    /** The look into the histories comes before the commit; in between somebody may write with a key that is there. */
    @Test
    void a_case_in_which_somebody_wrote_meanwhile_is_not_forgotten() {
        try (Node node = Node.sandbox(Postgres.database())) {
            SubjectId of = over(node, "F2");
            Instant end = kept(node, of).until().toInstant();
            RecordForgotten tooEarly = new RecordForgotten(
                    of.record(), node.now(), Party.PLATFORM, 1, "return", end.minus(Duration.ofSeconds(1)));
            TransactionTemplate transaction = new TransactionTemplate(node.bean(PlatformTransactionManager.class));
            assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> node.bean(Destruction.class)
                            .write(List.of(Append.of(List.of(new GenericDomainEventMessage<>(
                                    "record", of.record().toString(), 0, tooEarly)))))))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            assertThat(reason(file(node, Reader.SERVICE, of))).isEqualTo(CANARY);
        }
    }

    /** A node remembers which key is in use; another one, or the end of a term, may have destroyed it since. */
    @Test
    void what_is_written_under_a_key_that_was_destroyed_meanwhile_is_sealed_and_stored_anew() {
        try (Node node = Node.sandbox(Postgres.database())) {
            refused(node, "F13");
            SubjectId of = SubjectId.returnRequest("F13");
            String message = "{'return': 'F13', 'by': 'merchant', 'text': '" + CANARY + "'}";
            node.act("send-message", message);
            node.sql()
                    .sql("UPDATE personal.data_key SET wrapped = NULL, destroyed_at = now() WHERE kept_for = ?")
                    .param(of.toString())
                    .update();
            node.act("send-message", message);
            List<PersonalText.Sealed> texts = node.events().stream()
                    .filter(MessageSent.class::isInstance)
                    .map(event -> (PersonalText.Sealed) ((MessageSent) event).text())
                    .toList();
            assertThat(texts).hasSize(2);
            var keys = node.bean(PersonalKeys.class).of(List.of(of));
            assertThat(PersonalKeys.open(keys.get(texts.getFirst().key()), of, texts.getFirst()))
                    .isEmpty();
            assertThat(PersonalKeys.open(keys.get(texts.getLast().key()), of, texts.getLast()))
                    .contains(CANARY);
        }
    }

    /** Or else a text would be stored under a key that is gone a moment before. */
    @Test
    void nobody_destroys_a_key_while_something_is_sealed_with_it() {
        try (Node node = Node.sandbox(Postgres.database())) {
            SubjectId of = over(node, "F12");
            TransactionTemplate writing = new TransactionTemplate(node.bean(PlatformTransactionManager.class));
            TransactionTemplate destroying = new TransactionTemplate(
                    node.bean(PlatformTransactionManager.class),
                    new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
            // as an update locks it, but without waiting for whoever holds it
            ThrowingCallable taking = () -> destroying.executeWithoutResult(_ -> node.sql()
                    .sql("SELECT id FROM personal.data_key WHERE kept_for = ? FOR NO KEY UPDATE NOWAIT")
                    .param(of.toString())
                    .query(String.class)
                    .single());
            writing.executeWithoutResult(_ -> {
                node.bean(PersonalKeys.class).ofParty(Party.merchant("M1"), of);
                assertThatThrownBy(taking).hasMessageContaining("55P03"); // somebody holds it
            });
            assertThatCode(taking).doesNotThrowAnyException();
        }
    }

    /** Whether a text of the case opens with any key that is left in the database. */
    private static boolean opensWithAnyKey(Node node, SubjectId of) {
        List<PersonalText.Sealed> texts = node.events().stream()
                .filter(event -> event.subject().equals(of) && event instanceof ReturnRefused)
                .map(event -> (PersonalText.Sealed) ((ReturnRefused) event).reason())
                .toList();
        assertThat(texts).isNotEmpty();
        return texts.stream()
                        .anyMatch(text -> PersonalKeys.open(
                                        node.bean(PersonalKeys.class)
                                                .of(List.of(of))
                                                .get(text.key()),
                                        of,
                                        text)
                                .isPresent())
                || node.sql()
                        .sql("SELECT EXISTS (SELECT FROM personal.data_key WHERE kept_for = ? AND wrapped IS NOT NULL)")
                        .param(of.toString())
                        .query(Boolean.class)
                        .single();
    }

    @Test
    void a_case_that_is_held_is_kept_until_the_hold_is_lifted() {
        try (Node node = Node.sandbox(Postgres.database())) {
            SubjectId of = over(node, "F2");
            node.act("hold-record", "{'subject': 'return/F2', 'reason': 'a court asks'}");
            node.clock().advanceTo(Node.EVENING.plus(THREE_YEARS).plus(Duration.ofDays(1)));
            assertThat(ended(node)).isZero();
            assertThat(kept(node, of).held()).isNotNull();
            assertThat(kept(node, of).holds()).singleElement().satisfies(hold -> {
                assertThat(hold.reason()).isEqualTo(PersonalText.of("a court asks"));
                assertThat(hold.liftedAt()).isNull();
            });
            assertThat(reason(file(node, Reader.PLATFORM, of))).isEqualTo(CANARY);

            node.act("lift-hold", "{'subject': 'return/F2', 'reason': 'the court is done'}");
            assertThat(ended(node)).isOne();
            assertThat(reason(file(node, Reader.PLATFORM, of))).isEqualTo(PersonalData.State.DESTROYED.instead());
        }
    }

    @Test
    void a_case_that_goes_on_is_kept_however_old_it_is() {
        try (Node node = Node.sandbox(Postgres.database())) {
            node.order("F3");
            node.clock().advanceTo(Node.EVENING.plus(THREE_YEARS).plus(Duration.ofDays(1)));
            assertThat(ended(node)).isZero();
            assertThat(kept(node, SubjectId.order("F3")).until()).isNull();
        }
    }

    /** What ends when: an order is over for its own part, and ends with its demands. */
    @Test
    void an_order_is_listed_with_its_end_when_the_demands_on_it_are_over() {
        try (Node node = Node.sandbox(Postgres.database())) {
            node.order("F11");
            node.act("ship", "{'order': 'F11'}");
            node.act("deliver", "{'order': 'F11'}");
            node.act(
                    "file-return",
                    "{'return': 'F11', 'order': 'F11', 'kind': 'refund-only', 'reason': 'quality', 'lines': ['A']}");
            node.awaitSheets();
            assertThat(listed(node)).isEmpty();
            assertThat(kept(node, SubjectId.order("F11")).until()).isNull();

            node.act("withdraw", "{'return': 'F11'}");
            node.awaitSheets();
            assertThat(listed(node))
                    .extracting(KeptView::subject)
                    .containsExactlyInAnyOrder(SubjectId.order("F11"), SubjectId.returnRequest("F11"));
            assertThat(listed(node)).extracting(KeptView::until).doesNotContainNull();
        }
    }

    private static List<KeptView> listed(Node node) {
        return node.bean(KeptQueries.class).list(Reader.PLATFORM, null, 100).items();
    }

    @Test
    void however_many_nodes_look_a_case_is_forgotten_once() {
        String database = Postgres.database();
        try (Node one = Node.sandbox(database)) {
            for (int n = 0; n < 10; n++) {
                over(one, "F4-" + n);
            }
            one.clock().advanceTo(Node.EVENING.plus(THREE_YEARS).plus(Duration.ofDays(1)));
            one.awaitSheets();
            try (Node other = Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false))) {
                List<CompletableFuture<Integer>> rounds = List.of(
                        CompletableFuture.supplyAsync(
                                () -> one.bean(RetentionClock.class).forgetWhatIsOver()),
                        CompletableFuture.supplyAsync(
                                () -> other.bean(RetentionClock.class).forgetWhatIsOver()));
                rounds.forEach(CompletableFuture::join);
                ended(one); // what one of them left because the other was just at it
                assertThat(forgotten(one))
                        .extracting(Event::subject)
                        .doesNotHaveDuplicates()
                        .hasSize(10);
            }
        }
    }

    // ---- when its person asks

    @Test
    void what_is_known_of_a_consumer_is_withheld_from_all_and_opened_by_two_for_a_time() throws Exception {
        try (Node node = Node.serving(Postgres.database(), Map.of("redress.sandbox", true, "redress.clock", false))) {
            node.clock().startAt(Node.EVENING);
            refused(node, "F5");
            String consumer = token(node, Kind.CONSUMER, "U-F5");
            String merchant = token(node, Kind.MERCHANT, "M1");
            String operator = token(node, Kind.OPERATOR, "H1");
            String first = token(node, Kind.AGENT, "K1");
            String second = token(node, Kind.AGENT, "K2");
            String third = token(node, Kind.AGENT, "K3");
            String systems = token(node, Kind.PLATFORM, "platform");
            List<String> all = List.of(consumer, merchant, operator, first, second, third, systems);
            for (String reader : all) {
                assertThat(get(node, reader, "cases/returns/F5").body()).contains(CANARY);
            }

            assertThat(post(node, consumer, "forgettings", "{'consumer': 'U-other'}")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(post(node, merchant, "forgettings", "{'consumer': 'U-F5'}")
                            .statusCode())
                    .isEqualTo(403);
            HttpResponse<String> asked = post(node, consumer, "forgettings", "{}");
            assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
            HttpResponse<String> again = post(node, consumer, "forgettings", "{}");
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(again.headers().firstValue("ETag"))
                    .isEqualTo(asked.headers().firstValue("ETag"));

            post(node, merchant, "returns/F5/send-message", "{'by': 'merchant', 'text': '" + CANARY + "-later'}");
            node.awaitSheets();
            for (String reader : all) {
                assertThat(get(node, reader, "cases/returns/F5").body())
                        .doesNotContain(CANARY)
                        .contains("\"personalData\":\"restricted\"");
            }

            HttpResponse<String> opening =
                    post(node, first, "record-opening-requests", "{'subject': 'return/F5', 'reason': 'a court asks'}");
            assertThat(opening.statusCode()).as(opening.body()).isEqualTo(200);
            assertThat(post(node, first, "record-openings", "{'subject': 'return/F5', 'opening': 1}")
                            .body())
                    .contains("opening-is-agreed-to-by-another");
            assertThat(get(node, first, "cases/returns/F5").body()).doesNotContain(CANARY);
            // the reason is for the desk to see, and for nobody else
            node.awaitSheets();
            for (String reader : List.of(first, second, systems)) {
                assertThat(get(node, reader, "cases/returns/F5/retention").body())
                        .contains("\"opening\":1", "a court asks", "K1");
            }
            for (String reader : List.of(consumer, merchant, operator)) {
                assertThat(get(node, reader, "cases/returns/F5/retention").body())
                        .contains("\"openingAsked\":null")
                        .doesNotContain("a court asks", "K1");
            }
            post(node, first, "record-opening-requests", "{'subject': 'return/F5', 'reason': 'curious'}");
            assertThat(post(node, second, "record-openings", "{'subject': 'return/F5', 'opening': 1}")
                            .body())
                    .contains("opening-is-the-last-asked");
            assertThat(get(node, second, "cases/returns/F5").body()).doesNotContain(CANARY);
            assertThat(post(node, second, "record-openings", "{'subject': 'return/F5', 'opening': 2}")
                            .statusCode())
                    .isEqualTo(200);
            for (String reader : List.of(first, second)) {
                assertThat(get(node, reader, "cases/returns/F5").body()).contains(CANARY);
            }
            for (String reader : List.of(consumer, merchant, operator, third, systems)) {
                assertThat(get(node, reader, "cases/returns/F5").body()).doesNotContain(CANARY);
            }
            node.clock().advanceTo(Node.EVENING.plus(Duration.ofHours(25)));
            assertThat(get(node, first, "cases/returns/F5").body()).doesNotContain(CANARY);

            // who opened it and why stays for the desk to see
            node.awaitSheets();
            assertThat(get(node, third, "cases/returns/F5/retention").body())
                    .contains("\"openingAsked\":null", "\"opening\":2", "curious", "\"agreedBy\":\"K2\"")
                    .doesNotContain("a court asks");
            for (String reader : List.of(consumer, merchant, operator)) {
                assertThat(get(node, reader, "cases/returns/F5/retention").body())
                        .contains("\"openings\":[]", "\"holds\":[]")
                        .doesNotContain("curious", "K2");
            }

            // who read it: never the words, and the desk as the platform
            node.awaitSheets();
            HttpResponse<String> own = get(node, consumer, "cases/returns/F5/accesses");
            assertThat(own.body()).contains("merchant:M1", "\"opening\":2").doesNotContain("K1", "K2", CANARY);
            HttpResponse<String> platforms = get(node, systems, "cases/returns/F5/accesses");
            assertThat(platforms.body()).contains("\"agent\":\"K1\"", "\"ground\":\"opening\"");
            assertThat(get(node, merchant, "cases/returns/F5/accesses").statusCode())
                    .isEqualTo(403);
            assertThat(get(node, systems, "cases/returns/NOPE/accesses").statusCode())
                    .isEqualTo(404);

            // of what is no case no record is kept
            for (String none : List.of("rules/platform", "plan/M1/L1", "person/consumer:U-F5")) {
                assertThat(post(node, systems, "record-holds", "{'subject': '" + none + "', 'reason': 'a court asks'}")
                                .body())
                        .contains("field-ill-formed", "return/R9");
            }
            // the seven at first, and the two by the opening
            assertThat(node.stored("record.read.v1")).isEqualTo(9);
        }
    }

    @Test
    void what_a_person_staged_and_did_not_submit_is_gone_when_they_ask() {
        try (Node node = Node.sandbox(Postgres.database())) {
            refused(node, "F6");
            EvidenceFiles files = node.bean(EvidenceFiles.class);
            Parties parties = new Parties("U-F6", "M1", "H1", "L1");
            SubjectId of = SubjectId.returnRequest("F6");
            String own = files.stage(
                            new Wish(of, parties, Party.consumer("U-F6"), "image/png", 10, null),
                            new IdempotencyKey("files", "F6-1", "content"))
                    .id();
            String merchants = files.stage(
                            new Wish(of, parties, Party.merchant("M1"), "image/png", 10, null),
                            new IdempotencyKey("files", "F6-2", "content"))
                    .id();
            node.act("ask-forgetting", "{'consumer': 'U-F6'}");
            assertThat(files.find(of, own)).isEmpty();
            assertThat(files.find(of, merchants)).isPresent();
        }
    }

    // ---- files

    private static final byte[] PICTURE = HexFormat.of()
            .parseHex("89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
                    + "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082");

    /** A case that is over, in which the merchant submitted a picture; gives the name of the file. */
    private static String overWithPicture(Node node, String id) throws IOException {
        refused(node, id);
        node.act("request-intervention", "{'return': '" + id + "'}");
        node.act("open-intervention", "{'return': '" + id + "', 'agent': 'A1'}");
        node.act("request-evidence", "{'return': '" + id + "', 'from': ['merchant']}");
        EvidenceFiles files = node.bean(EvidenceFiles.class);
        SubjectId of = SubjectId.returnRequest(id);
        String file = files.stage(
                        new Wish(
                                of,
                                new Parties("U-" + id, "M1", "H1", "L1"),
                                Party.merchant("M1"),
                                "image/png",
                                PICTURE.length,
                                null),
                        new IdempotencyKey("files", id, "content"))
                .id();
        files.append(of, files.find(of, file).orElseThrow(), 0, new ByteArrayInputStream(PICTURE));
        node.act("submit-evidence", "{'return': '" + id + "', 'by': 'merchant', 'files': ['" + file + "']}");
        node.act("withdraw", "{'return': '" + id + "'}");
        node.awaitSheets();
        return file;
    }

    private static long keysOfFiles(Node node) {
        return node.sql()
                .sql("SELECT count(*) FROM personal.data_key WHERE kept_for LIKE 'file:%' AND wrapped IS NOT NULL")
                .query(Long.class)
                .single();
    }

    @Test
    void a_file_is_withheld_with_its_case_and_forgotten_with_the_last_that_has_the_same_bytes() throws Exception {
        try (Node node = Node.serving(Postgres.database(), Map.of("redress.sandbox", true, "redress.clock", false))) {
            node.clock().startAt(Node.EVENING);
            String address = "cases/returns/F8/files/" + overWithPicture(node, "F8") + "/content";
            overWithPicture(node, "F9");
            assertThat(keysOfFiles(node)).isOne();
            String merchant = token(node, Kind.MERCHANT, "M1");
            assertThat(get(node, merchant, address).statusCode()).isEqualTo(200);
            assertThat(node.stored("record.read.v1")).isOne();
            node.act("ask-forgetting", "{'consumer': 'U-F8'}");
            HttpResponse<String> withheld = get(node, merchant, address);
            assertThat(withheld.statusCode()).isEqualTo(409);
            assertThat(withheld.body()).contains("personal-data-is-open", "第四十七条");

            node.act("hold-record", "{'subject': 'return/F9', 'reason': 'a court asks'}");
            node.clock().advanceTo(Node.EVENING.plus(THREE_YEARS).plus(Duration.ofDays(1)));
            assertThat(ended(node)).isOne();
            assertThat(keysOfFiles(node)).isOne();
            node.act("lift-hold", "{'subject': 'return/F9', 'reason': 'the court is done'}");
            assertThat(ended(node)).isOne();
            assertThat(keysOfFiles(node)).isZero();
        }
    }

    // ---- who reads

    @Test
    void who_looks_again_is_recorded_once_and_the_service_itself_is_not() {
        try (Node node = Node.sandbox(Postgres.database())) {
            refused(node, "F7");
            SubjectId of = SubjectId.returnRequest("F7");
            file(node, Reader.PLATFORM, of);
            file(node, Reader.PLATFORM, of);
            file(node, Reader.SERVICE, of);
            assertThat(node.stored("record.read.v1")).isOne();
        }
    }

    @Test
    void who_cannot_be_recorded_is_shown_nothing() {
        try (Node node = Node.sandbox(Postgres.database())) {
            refused(node, "F10");
            SubjectId of = SubjectId.returnRequest("F10");
            node.sql().sql("""
                            CREATE FUNCTION event_store.no_readings() RETURNS trigger LANGUAGE plpgsql AS
                            'BEGIN RAISE EXCEPTION ''no readings''; END'""").update();
            node.sql().sql("""
                            CREATE TRIGGER no_readings BEFORE INSERT ON event_store.domain_event_entry FOR EACH ROW
                            WHEN (NEW.payload_type = 'record.read.v1') EXECUTE FUNCTION event_store.no_readings()""").update();
            assertThatThrownBy(() -> file(node, Reader.PLATFORM, of)).isInstanceOf(RuntimeException.class);
            assertThat(reason(file(node, Reader.SERVICE, of))).isEqualTo(CANARY);
        }
    }

    // ---- over HTTP

    private static String token(Node node, Kind kind, String name) {
        return node.bean(DevelopmentIssuer.class)
                .token(kind, name, kind.most(), List.of())
                .token();
    }

    private static HttpResponse<String> get(Node node, String token, String path) throws Exception {
        return send(node, token, path, HttpRequest.newBuilder());
    }

    private static HttpResponse<String> post(Node node, String token, String path, String body) throws Exception {
        return send(
                node,
                token,
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "forgetting-" + REQUESTS.incrementAndGet())
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private static HttpResponse<String> send(Node node, String token, String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return CLIENT.send(
                request.uri(URI.create("http://127.0.0.1:" + node.port() + "/api/v1/" + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
