package io.redress.query.partyrecord;

import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.partyrecord.PartyRecordQueries.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what people at the platform's desk did, for the platform alone. */
@Component
public final class DeskRecordQueries {
    private static final String AGENTS = """
            SELECT agent,
                count(*) FILTER (WHERE act = 'taken-up') AS taken_up,
                count(*) FILTER (WHERE act = 'decided') AS decided,
                count(*) FILTER (WHERE act = 'settled') AS settled,
                count(*) FILTER (WHERE act = 'referred') AS referred,
                count(*) FILTER (WHERE act = 'given-back') AS given_back,
                count(*) FILTER (WHERE act = 'upheld') AS upheld,
                count(*) FILTER (WHERE act = 'reversed') AS reversed,
                count(*) FILTER (WHERE act = 'second-person') AS second_person,
                count(*) FILTER (WHERE act = 'appeal-decided') AS appeals_decided,
                floor(percentile_disc(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM at - taken_up_at))
                    FILTER (WHERE taken_up_at IS NOT NULL))::bigint AS median_seconds
            FROM read_model.party_record_desk d WHERE true""";

    private final SheetReader sheets;

    DeskRecordQueries(SheetReader sheets) {
        this.sheets = sheets;
    }

    /**
     * What a person at the desk did.
     *
     * @param takenUp cases taken up
     * @param givenBack decisions proposed that a second person gave back
     * @param upheld decisions that stood on appeal
     * @param reversed decisions that were changed on appeal
     * @param secondPerson decisions of others confirmed or given back
     * @param appealsDecided appeals against decisions of others
     * @param medianSecondsToEnd half of the cases decided, settled or referred took no longer, since they were taken up;
     *     null when none was
     */
    public record AgentView(
            String agent,
            long takenUp,
            long decided,
            long settled,
            long referred,
            long givenBack,
            long upheld,
            long reversed,
            long secondPerson,
            long appealsDecided,
            @Nullable Long medianSecondsToEnd) {}

    /** What each of them did in these days. */
    public List<AgentView> agents(Reader reader, Part part) {
        Question question = part.limit(Question.of(AGENTS), "d.at", "d.case_subject")
                .and(reader.kind() == Reader.Kind.PLATFORM || reader.kind() == Reader.Kind.SERVICE ? "" : "AND false")
                .and("GROUP BY agent ORDER BY agent");
        return sheets.list(
                reader,
                question,
                row -> new AgentView(
                        row.text("agent"),
                        row.number("taken_up"),
                        row.number("decided"),
                        row.number("settled"),
                        row.number("referred"),
                        row.number("given_back"),
                        row.number("upheld"),
                        row.number("reversed"),
                        row.number("second_person"),
                        row.number("appeals_decided"),
                        row.numberIfAny("median_seconds")));
    }
}
