package io.redress.command.clock;

import io.redress.api.SubjectId;
import io.redress.command.clock.DueWindows.Behind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every history with running windows whose days were counted before a notice was loaded to count them anew. Nothing
 * depends on it: an act on such a history, or a lapse, has them counted first. It is for those on which nobody acts, and
 * goes on where it was broken off: what is left to do stands in the due index.
 */
public final class Recounts {
    private static final Logger log = LoggerFactory.getLogger(Recounts.class);
    private static final int BATCH = 200;

    private final DueWindows index;
    private final LapseClock.Lapse lapse;
    private final ToIntFunction<Instant> calendar;
    private @Nullable Behind last;

    /**
     * @param lapse has a subject count its days anew before anything lapses
     * @param calendar the version of the calendar in effect at an instant
     */
    public Recounts(DueWindows index, LapseClock.Lapse lapse, ToIntFunction<Instant> calendar) {
        this.index = index;
        this.lapse = lapse;
        this.calendar = calendar;
    }

    /** Asks all. */
    public synchronized void askAll(Instant now) {
        last = null;
        while (askSome(now)) {
            // the next
        }
    }

    /** Asks some; whether there may be more. One that fails is passed over, and asked again in the next round. */
    synchronized boolean askSome(Instant now) {
        int version = calendar.applyAsInt(now);
        List<Behind> behind = version == 1 ? List.of() : index.behind(version, last, BATCH);
        last = behind.isEmpty() ? null : behind.getLast();
        behind.stream()
                .collect(Collectors.groupingBy(Behind::history, LinkedHashMap::new, Collectors.toList()))
                .forEach((history, windows) -> ask(history, windows, version, now));
        return !behind.isEmpty();
    }

    private void ask(SubjectId history, List<Behind> windows, int version, Instant now) {
        try {
            lapse.at(history, now);
        } catch (RuntimeException e) {
            log.error("{} could not count its days anew and will be asked again", history, e);
            return;
        }
        windows.forEach(window -> index.counted(window, version));
    }
}
