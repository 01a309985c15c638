package io.redress.query.partyrecord;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Obligation;
import io.redress.query.Texts;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record of a party.
 *
 * @param registered whether it said who it is and where it is reached; null of a consumer, who need not
 * @param from the first day whose openings are counted, null for all
 * @param to the last one, null for all
 * @param room the only one whose cases are counted, null for all
 * @param total of all obligations
 * @param obligations one line for each that the party owed
 * @param excluded what opened and says nothing of how the party kept its time, with why
 * @param sources where the windows, interventions and ratings behind each figure are listed
 */
public record PartyRecordView(
        Party party,
        @Nullable Boolean registered,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable String room,
        Figures total,
        List<Line> obligations,
        List<Excluded> excluded,
        Interventions interventions,
        Ratings ratings,
        Sources sources) {

    /** The figures of one obligation. */
    public record Line(Obligation obligation, Figures figures) {}

    /**
     * How many windows opened, and how they stand: {@code opened} is the sum of {@code metInTime}, {@code metLate},
     * {@code lapsed}, {@code withdrawn}, {@code open}, {@code suspended} and {@code unheard}.
     *
     * @param lapsed lapsed and not done since
     * @param lapsedStillOwed those of them whose duty is owed still
     * @param rescinded lapses that were taken back, because the duty had been done in time and was recorded late; they
     *     are in none of the counts of lapses
     * @param unheard that lapsed although we had told the party nothing of them by dueAt; they are in no other count, done
     *     late or not
     * @param medianSecondsToMeet half of those that were met took no longer than this, from the opening to the act, the
     *     time in which the window stood still left out; null when none was met
     */
    public record Figures(
            long opened,
            long metInTime,
            long metLate,
            long lapsed,
            long lapsedStillOwed,
            long withdrawn,
            long open,
            long suspended,
            long rescinded,
            long unheard,
            @Nullable Long medianSecondsToMeet) {
        static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null);
    }

    /**
     * How the platform's interventions on cases in which the party stands ended: {@code opened} is the sum of the
     * others.
     *
     * @param open undecided
     * @param decidedAgainst the decision in force orders the party; of a consumer, it orders nobody
     * @param decidedFor the party was complained against and is not ordered; of a consumer, somebody is
     * @param decidedOnOthers the decision concerns others
     * @param settled settled before a decision
     * @param referred referred outside the platform
     * @param ended the demand closed before a decision
     * @param rescinded the lapse that called for it was taken back before an agent took it up
     */
    public record Interventions(
            long opened,
            long open,
            long decidedAgainst,
            long decidedFor,
            long decidedOnOthers,
            long settled,
            long referred,
            long ended,
            long rescinded) {}

    /**
     * An intervention on a case in which the party stands.
     *
     * @param outcome as in the figures: {@code decided-against} and so on
     * @param ordered whom the decision in force orders, null for nobody or no decision
     */
    public record InterventionView(
            SubjectId subject,
            OffsetDateTime openedAt,
            String outcome,
            @Nullable Party ordered,
            @Nullable OffsetDateTime endedAt) {}

    /**
     * What no figure of punctuality counts, and no figure of decisions.
     *
     * @param what {@code windows} or {@code interventions}
     * @param reason as their figures have it: {@code withdrawn} and so on
     * @param by what made windows moot, as a word of the event feed; else null
     * @param href the list of these
     */
    public record Excluded(
            String what, String reason, @Nullable String by, long count, Texts.Bilingual text, String href) {}

    /** What consumers said when a case was over: how often, and how often so many stars. */
    public record Ratings(long given, long oneStar, long twoStars, long threeStars, long fourStars, long fiveStars) {}

    /** What a consumer said of the party when a case was over. */
    public record RatingView(
            SubjectId subject,
            OffsetDateTime ratedAt,
            int stars,
            @Nullable PersonalText comment) {
        RatingView saying(PersonalText opened) {
            return new RatingView(subject, ratedAt, stars, opened);
        }
    }

    /**
     * For each figure, in the shape of the record, the lists that hold exactly what it counts. Those of one obligation
     * are the same as those of the total with {@code obligation=}.
     */
    public record Sources(
            Map<String, List<String>> total,
            Map<String, List<String>> interventions,
            Map<String, List<String>> ratings) {
        static Sources of(Lists lists) {
            Map<String, List<String>> total = new LinkedHashMap<>();
            total.put("opened", List.of(lists.windows()));
            total.put("metInTime", List.of(lists.windows("outcome", "met")));
            total.put("metLate", List.of(lists.windows("outcome", "met-late", "unheard", "false")));
            total.put("lapsed", List.of(lists.windows("outcome", "lapsed", "unheard", "false")));
            total.put("lapsedStillOwed", List.of(lists.windows("owed", "true", "unheard", "false")));
            total.put("withdrawn", List.of(lists.windows("outcome", "withdrawn")));
            total.put("open", List.of(lists.windows("outcome", "open")));
            total.put("suspended", List.of(lists.windows("outcome", "suspended")));
            total.put("rescinded", List.of(lists.windows("rescinded", "true")));
            total.put("unheard", List.of(lists.windows("unheard", "true")));
            total.put(
                    "medianSecondsToMeet",
                    List.of(lists.windows("outcome", "met"), lists.windows("outcome", "met-late", "unheard", "false")));
            Map<String, List<String>> interventions = new LinkedHashMap<>();
            interventions.put("opened", List.of(lists.interventions()));
            interventions.put("open", List.of(lists.interventions("outcome", "open")));
            interventions.put("decidedAgainst", List.of(lists.interventions("outcome", "decided-against")));
            interventions.put("decidedFor", List.of(lists.interventions("outcome", "decided-for")));
            interventions.put("decidedOnOthers", List.of(lists.interventions("outcome", "decided-on-others")));
            interventions.put("settled", List.of(lists.interventions("outcome", "settled")));
            interventions.put("referred", List.of(lists.interventions("outcome", "referred")));
            interventions.put("ended", List.of(lists.interventions("outcome", "ended")));
            interventions.put("rescinded", List.of(lists.interventions("outcome", "rescinded")));
            Map<String, List<String>> ratings = new LinkedHashMap<>();
            ratings.put("given", List.of(lists.ratings()));
            ratings.put("oneStar", List.of(lists.ratings("stars", "1")));
            ratings.put("twoStars", List.of(lists.ratings("stars", "2")));
            ratings.put("threeStars", List.of(lists.ratings("stars", "3")));
            ratings.put("fourStars", List.of(lists.ratings("stars", "4")));
            ratings.put("fiveStars", List.of(lists.ratings("stars", "5")));
            return new Sources(total, interventions, ratings);
        }
    }
}
