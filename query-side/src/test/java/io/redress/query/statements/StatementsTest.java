package io.redress.query.statements;

import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.hour;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.redress.api.SubjectId;
import io.redress.api.document.Content;
import io.redress.api.document.StatementPublished;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.query.Bench;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.documents.VersionState;
import io.redress.query.statements.StatementView.Version;
import io.redress.query.statements.StatementsQueries.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatementsTest {
    private static final Parties OF_THE_MERCHANT = new Parties("", "M1", "", "");
    private static final Parties IN_THE_ROOM = new Parties("", "M1", "H1", "L1");
    private static final SubjectId PARTY = SubjectId.statement("party", MERCHANT, OF_THE_MERCHANT, null);
    private static final Wanted ALL = new Wanted(null, null, null, null, null, null);

    private final Bench bench = new Bench(new StatementsProjection(Bench.jdbc()));
    private final StatementsQueries statements = new StatementsQueries(Bench.reader());

    @AfterEach
    void close() {
        bench.close();
    }

    private static StatementPublished party(
            int version, Instant at, Map<String, Object> content, @Nullable Instant effectiveAt) {
        return new StatementPublished(
                PARTY,
                at,
                MERCHANT,
                "party",
                OF_THE_MERCHANT,
                null,
                true,
                version,
                new Content(content),
                effectiveAt,
                List.of());
    }

    private static StatementPublished staffing() {
        return new StatementPublished(
                SubjectId.statement("staffing", MERCHANT, IN_THE_ROOM, null),
                hour(0),
                MERCHANT,
                "staffing",
                IN_THE_ROOM,
                null,
                false,
                1,
                new Content(Map.of("planned", 12)),
                null,
                List.of());
    }

    private static StatementPublished room(int version, Party by, String operator) {
        Parties parties = new Parties("", "", operator, "L1");
        return new StatementPublished(
                SubjectId.statement("room", by, parties, null),
                hour(version),
                by,
                "room",
                parties,
                null,
                true,
                version,
                new Content(Map.of("displayName", "88")),
                null,
                List.of());
    }

    private List<StatementView> list(Reader reader, Wanted wanted, Instant now) {
        return statements.list(reader, wanted, now, null, 10).items();
    }

    @Test
    void a_version_says_what_it_says_otherwise_than_the_one_before() {
        bench.publish(
                party(1, hour(0), Map.of("displayName", "tea", "channels", List.of(Map.of("address", "1"))), null),
                party(
                        2,
                        hour(1),
                        Map.of(
                                "displayName",
                                "tea",
                                "channels",
                                List.of(Map.of("address", "2"), Map.of("address", "3"))),
                        hour(5)));

        StatementView before = list(Reader.NOBODY, ALL, hour(4)).getFirst();
        assertThat(before.inForce()).isNotNull().extracting(Version::number).isEqualTo(1);
        Version now = list(Reader.NOBODY, ALL, hour(5)).getFirst().inForce();
        assertThat(now).isNotNull();
        assertThat(now.replaces()).isEqualTo(1);
        assertThat(now.changes())
                .extracting(
                        StatementView.Difference::field,
                        StatementView.Difference::said,
                        StatementView.Difference::replaced)
                .containsExactly(tuple("channels/0/address", "2", "1"), tuple("channels/1/address", "3", null));
        Page<Version> newest = statements.versions(Reader.NOBODY, PARTY, hour(4), null, 1);
        assertThat(newest.items()).singleElement().extracting(Version::state).isEqualTo(VersionState.ANNOUNCED);
        assertThat(statements
                        .versions(Reader.NOBODY, PARTY, hour(4), newest.next(), 1)
                        .items())
                .singleElement()
                .extracting(Version::state)
                .isEqualTo(VersionState.IN_FORCE);
    }

    @Test
    void what_is_not_open_is_for_those_whom_it_names_and_for_the_platform() {
        bench.publish(party(1, hour(0), Map.of("displayName", "tea"), null), staffing());

        for (Reader involved : List.of(
                Reader.PLATFORM,
                Reader.agent("K1", List.of(Party.merchant("M2"))),
                Reader.party(MERCHANT),
                Reader.party(OPERATOR))) {
            assertThat(list(involved, ALL, hour(1))).as(involved.toString()).hasSize(2);
        }
        for (Reader other : List.of(
                Reader.NOBODY,
                Reader.party(Party.consumer("M1")),
                Reader.party(Party.merchant("H1")),
                Reader.party(Party.roomOperator("M1")),
                Reader.agent("K1", List.of(Party.roomOperator("H1"))))) {
            assertThat(list(other, ALL, hour(1)))
                    .as(other.toString())
                    .extracting(StatementView::kind)
                    .containsExactly("party");
            assertThat(statements
                            .versions(other, staffing().subject(), hour(1), null, 5)
                            .items())
                    .isEmpty();
        }
    }

    @Test
    void a_room_that_is_handed_over_is_its_new_operators() {
        bench.publish(room(1, OPERATOR, "H1"), room(2, PLATFORM, "H2"));

        assertThat(list(Reader.NOBODY, Wanted.about("L1", "room"), hour(3)))
                .extracting(StatementView::by, StatementView::operator)
                .containsExactly(tuple(Party.roomOperator("H2"), "H2"));
        assertThat(list(Reader.NOBODY, Wanted.of(OPERATOR), hour(3))).isEmpty();
    }

    @Test
    void statements_are_found_by_what_they_are_about_page_by_page() {
        bench.publish(party(1, hour(0), Map.of("displayName", "tea"), hour(9)), staffing(), room(1, OPERATOR, "H1"));

        assertThat(list(Reader.PLATFORM, new Wanted("staffing", null, "M1", "H1", "L1", null), hour(1)))
                .hasSize(1);
        assertThat(list(Reader.PLATFORM, new Wanted(null, null, "M2", null, null, null), hour(1)))
                .isEmpty();
        Page<StatementView> first = statements.list(Reader.PLATFORM, ALL, hour(1), null, 2);
        assertThat(statements
                        .list(Reader.PLATFORM, ALL, hour(1), first.next(), 2)
                        .items())
                .singleElement()
                .satisfies(view -> {
                    assertThat(view.kind()).isEqualTo("party");
                    assertThat(view.inForce()).isNull();
                });
    }
}
