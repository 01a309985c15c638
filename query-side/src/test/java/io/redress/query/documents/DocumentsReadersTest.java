package io.redress.query.documents;

import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PARTIES;
import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.hour;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.SubjectId;
import io.redress.api.document.PlanProposed;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.RulesPublished;
import io.redress.api.party.Party;
import io.redress.query.Bench;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.documents.DocumentsQueries.Wanted;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What two parties negotiate is for them and for the platform; what they agreed on is for everybody. */
class DocumentsReadersTest {
    private static final SubjectId PLAN = SubjectId.plan("M1", "L1");
    private static final Wanted ALL = new Wanted(null, null, null, null, null);
    private static final List<Reader> INVOLVED = List.of(
            Reader.PLATFORM,
            Reader.agent("K1", List.of(Party.merchant("M2"))),
            Reader.party(MERCHANT),
            Reader.party(OPERATOR));
    private static final List<Reader> OTHERS = List.of(
            Reader.agent("K1", List.of(Party.merchant("M1"))),
            Reader.agent("K1", List.of(Party.roomOperator("H1"))),
            Reader.party(Party.consumer("U1")),
            Reader.party(Party.merchant("H1")),
            Reader.party(Party.merchant("M2")),
            Reader.party(Party.roomOperator("M1")),
            Reader.party(Party.roomOperator("H2")));

    private final Bench bench = new Bench(new DocumentsProjection(Bench.jdbc()));
    private final DocumentsQueries documents = new DocumentsQueries(Bench.reader(), Bench.AS_TOLD);

    @AfterEach
    void close() {
        bench.close();
    }

    private static PlanPublished published() {
        return new PlanPublished(PLAN, hour(0), MERCHANT, "M1", "L1", "H1", 1, Map.of(), null, null, List.of());
    }

    private static PlanProposed proposed() {
        return new PlanProposed(PLAN, hour(1), MERCHANT, PARTIES, 1, Map.of(), null, null, List.of());
    }

    private DocumentView seenBy(Reader reader) {
        return documents
                .read(reader, PLAN, hour(2), null, 10)
                .orElseThrow(() -> new AssertionError(reader + " does not see it"))
                .document();
    }

    @Test
    void a_proposal_is_shown_to_the_two_sides_and_to_the_platform() {
        bench.publish(published(), proposed());

        for (Reader reader : INVOLVED) {
            assertThat(seenBy(reader).proposal()).as(reader.toString()).isNotNull();
        }
        Wanted waiting = new Wanted(null, null, null, null, true);
        for (Reader reader : OTHERS) {
            DocumentView seen = seenBy(reader);
            assertThat(seen.proposal()).as(reader.toString()).isNull();
            assertThat(seen.inForce()).isNotNull();
            assertThat(documents.list(reader, waiting, hour(2), null, 10).items())
                    .as(reader.toString())
                    .isEmpty();
        }
        assertThat(documents.read(Reader.NOBODY, PLAN, hour(2), null, 10)).isEmpty();
        assertThat(documents.version(Reader.NOBODY, PLAN, 1, hour(2))).isEmpty();
    }

    @Test
    void a_plan_that_is_only_proposed_is_not_there_for_others() {
        bench.publish(proposed());

        for (Reader reader : INVOLVED) {
            assertThat(seenBy(reader).inForce()).isNull();
        }
        for (Reader reader : OTHERS) {
            assertThat(documents.read(reader, PLAN, hour(2), null, 10))
                    .as(reader.toString())
                    .isEmpty();
            assertThat(documents.list(reader, ALL, hour(2), null, 10).items()).isEmpty();
        }
    }

    /** The database by itself: a question that forgot whom it is for. */
    @Test
    void the_second_lock_says_the_same_of_proposals() {
        bench.publish(published(), proposed());

        Question all = Question.of("SELECT subject FROM read_model.document_proposal");
        for (Reader reader : INVOLVED) {
            assertThat(Bench.reader().list(reader, all, row -> row.text("subject")))
                    .as(reader.toString())
                    .hasSize(1);
        }
        for (Reader reader : OTHERS) {
            assertThat(Bench.reader().list(reader, all, row -> row.text("subject")))
                    .as(reader.toString())
                    .isEmpty();
        }
    }

    @Test
    void rules_show_above_which_amount_a_second_person_confirms() {
        bench.publish(
                new RulesPublished(SubjectId.rules(), hour(0), PLATFORM, 1, Map.of(), true, 500_000L, null, List.of()));

        assertThat(documents.version(Reader.PLATFORM, SubjectId.rules(), 1, hour(1)))
                .get()
                .extracting(VersionView::secondPersonAboveFen)
                .isEqualTo(500_000L);
    }
}
