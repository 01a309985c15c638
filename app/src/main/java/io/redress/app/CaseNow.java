package io.redress.app;

import io.redress.api.Event;
import io.redress.api.OfTheDesk;
import io.redress.api.SubjectId;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.command.hindsight.Entry;
import io.redress.command.hindsight.Histories;
import io.redress.command.window.Window;
import io.redress.command.window.WindowLedger;
import io.redress.query.CaseState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A case as its history has it at this moment: what is told of it to others must not lag, as a sheet may.
 *
 * @param newest the number of the last of its events that its parties may know, counted from 0
 * @param version how many those are
 * @param ending how it ended; null while it is open
 * @param windows in the order in which they were opened
 */
record CaseNow(
        long newest,
        long version,
        CaseState state,
        @Nullable Ending ending,
        List<Window> windows) {
    /** Nothing when there is no such case. */
    static Optional<CaseNow> of(SubjectId subject, Histories histories) {
        List<Event> events = histories.of(subject).stream().map(Entry::event).toList();
        if (events.isEmpty()) {
            return Optional.empty();
        }
        WindowLedger ledger = new WindowLedger();
        @Nullable Ending ending = null;
        for (Event event : events) {
            ledger.evolve(event);
            for (Change change : event.changes()) {
                if (change instanceof Change.Ended ended && ended.subject().equals(subject)) {
                    ending = ended.ending();
                } else if (change instanceof Change.Reopened reopened
                        && reopened.subject().equals(subject)) {
                    ending = null;
                }
            }
        }
        int newest = events.size() - 1;
        while (newest > 0 && events.get(newest) instanceof OfTheDesk) {
            newest--;
        }
        return Optional.of(new CaseNow(
                newest,
                events.stream().filter(event -> !(event instanceof OfTheDesk)).count(),
                ending == null ? CaseState.OPEN : CaseState.after(ending),
                ending,
                ledger.all()));
    }
}
