package io.redress.app.desk;

import io.redress.api.party.Party;
import io.redress.app.desk.OverviewView.Breach;
import io.redress.query.Reader;
import io.redress.query.partyrecord.DeskRecordQueries;
import io.redress.query.partyrecord.PartyRecordQueries;
import io.redress.query.partyrecord.PartyRecordQueries.Part;
import io.redress.query.partyrecord.PartyRecordView;
import io.redress.query.platformqueue.PlatformQueueQueries;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The supervisor's view: what waits, which of its own periods the platform broke, how its people do, who has what. */
@Component
public class Overview {
    private static final int CLAIMS_MAX = 500;

    private final PlatformQueueQueries queue;
    private final PartyRecordQueries records;
    private final DeskRecordQueries desk;
    private final Claims claims;

    Overview(PlatformQueueQueries queue, PartyRecordQueries records, DeskRecordQueries desk, Claims claims) {
        this.queue = queue;
        this.records = records;
        this.desk = desk;
        this.claims = claims;
    }

    /**
     * Puts it together; what waits and who has what is as it stands now.
     *
     * @param part the days that are counted
     */
    public OverviewView read(Reader reader, Part part) {
        List<Breach> breaches = records.read(reader, Party.PLATFORM, part).stream()
                .flatMap(record -> record.obligations().stream()
                        .filter(line -> broken(line.figures()) > 0)
                        .map(line -> breach(line, part)))
                .toList();
        return new OverviewView(
                part.from(),
                part.to(),
                queue.load(reader),
                breaches,
                desk.agents(reader, part),
                claims.held(CLAIMS_MAX));
    }

    private static long broken(PartyRecordView.Figures figures) {
        return figures.lapsed() + figures.metLate();
    }

    private static Breach breach(PartyRecordView.Line line, Part part) {
        PartyRecordView.Figures figures = line.figures();
        Map<String, String> lists =
                Conformance.sources(part, "obligation", line.obligation().id());
        return new Breach(
                line.obligation(),
                figures.metInTime() + figures.metLate() + figures.lapsed(),
                figures.metLate(),
                figures.lapsed(),
                figures.lapsedStillOwed(),
                lists.getOrDefault("metLate", ""),
                lists.getOrDefault("lapsed", ""));
    }
}
