package io.redress.app.desk;

import io.redress.api.window.Obligation;
import io.redress.query.partyrecord.DeskRecordQueries.AgentView;
import io.redress.query.platformqueue.PlatformQueueQueries.Load;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the desk does.
 *
 * @param from the first day that is counted, null for all
 * @param to the last one, null for all
 * @param load what waits now, by kind
 * @param breaches the platform's own periods that were not kept
 * @param agents what each of them did
 * @param claims who has what now
 */
public record OverviewView(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        List<Load> load,
        List<Breach> breaches,
        List<AgentView> agents,
        List<Claims.Held> claims) {

    /**
     * A duty of the platform that it did not do in time.
     *
     * @param of how many have a result that counts
     * @param metLate done after all, too late
     * @param lapsed not done since
     * @param lapsedStillOwed those of them that are owed still
     * @param metLateHref the list of those done late
     * @param lapsedHref the list of those not done
     */
    public record Breach(
            Obligation obligation,
            long of,
            long metLate,
            long lapsed,
            long lapsedStillOwed,
            String metLateHref,
            String lapsedHref) {}
}
