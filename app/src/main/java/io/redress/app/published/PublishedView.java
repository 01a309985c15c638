package io.redress.app.published;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Layer;
import io.redress.api.window.Obligation;
import io.redress.query.documents.VersionView;
import io.redress.query.partyrecord.PartyRecordView;
import io.redress.query.statements.StatementView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The regime of the platform, of a merchant or of a room as it stands. Texts are in one language, the reader's.
 *
 * @param of {@code platform}, {@code merchant:lanhua-tea} or {@code room:room-88}
 * @param name under which it is known to the public; null while it says none
 * @param merchant whose service plan the periods are taken from; null where none was named
 * @param operator who runs the room; null where none was named or none is known
 * @param channels where the consumer turns to, of all who stand in it
 * @param periods of every duty: what a case that begins now gets
 * @param records how the parties named here have kept their time so far, how the platform decided on their cases, and
 *     what consumers said when these were over
 * @param statements what those who stand in it state openly
 * @param documents that the periods come from, with their versions
 * @param deals service plans in force: of a merchant its rooms, of a room its merchants; at most a hundred
 */
public record PublishedView(
        String of,
        @Nullable String name,
        boolean registered,
        Readiness readiness,
        @Nullable Who merchant,
        @Nullable Who operator,
        List<Channel> channels,
        List<Period> periods,
        List<Recorded> records,
        List<Stated> statements,
        List<Document> documents,
        List<Deal> deals) {

    /** Whether what the standard wants before the sale is there. */
    public record Readiness(boolean ready, List<Missing> missing) {}

    /** What is not there. */
    public record Missing(String what, String clause, String text) {}

    /** A party; nobody must register before acting. */
    public record Who(Party party, @Nullable String name, boolean registered) {}

    /** A channel as its party registered it. */
    public record Channel(Party of, JsonNode channel) {}

    /**
     * How long somebody has for a duty.
     *
     * @param name what is owed, in words
     * @param length as documents write it
     * @param text the length in words
     * @param layer where it comes from
     * @param document that sets it; null where the default holds
     * @param byAgreement whether consumer and owner may agree on more time in a case
     * @param ceiling that no document and no agreement goes past; null where there is none
     * @param floor that no document goes under; null where there is none
     * @param onLapse what follows when it lapses
     * @param kept how the parties named here have kept it so far
     */
    public record Period(
            Obligation obligation,
            String name,
            List<String> owedBy,
            String clause,
            String length,
            String text,
            Layer layer,
            String layerText,
            @Nullable DocumentVersion document,
            boolean byAgreement,
            @Nullable String ceiling,
            @Nullable String floor,
            String onLapse,
            List<Kept> kept) {}

    /**
     * How a party has kept a period: of so many windows that were met or lapsed. Shares of small counts mislead, so
     * that none is given.
     *
     * @param inTime met in time
     * @param late met after it had lapsed
     * @param lapsed lapsed and not met since
     * @param of the sum of these
     */
    public record Kept(Party party, long inTime, long late, long lapsed, long of) {}

    /** The figures of a party's record, without its cases. */
    public record Recorded(
            Party party,
            PartyRecordView.Figures total,
            PartyRecordView.Interventions interventions,
            PartyRecordView.Ratings ratings) {
        static Recorded of(PartyRecordView record) {
            return new Recorded(record.party(), record.total(), record.interventions(), record.ratings());
        }
    }

    /** What somebody states; its newest versions, each with what it says otherwise than the one before. */
    public record Stated(
            String kind, String title, String clause, StatementView statement, List<StatementView.Version> versions) {}

    /** A document that sets lengths; its newest versions. */
    public record Document(SubjectId subject, List<VersionView> versions) {}

    /** A service plan in force. */
    public record Deal(
            String merchant, String room, @Nullable String operator) {}
}
