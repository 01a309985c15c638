package io.redress.command.scenario;

import io.redress.api.Event;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.Change.Opened;
import io.redress.api.window.WindowKey;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Folds events into the ledger of a scenario, independently of the projection that does so in the product. */
public final class Ledger {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneId.of("Asia/Shanghai"));

    /**
     * A window as it stands after some events.
     *
     * @param outcome open, suspended, met, met-late, lapsed or withdrawn
     * @param layer of the length, or agreement once it was extended
     */
    public record Row(
            Opened opened,
            Instant dueAt,
            boolean provisional,
            String outcome,
            @Nullable Instant closedAt,
            String layer) {
        private static Row of(Opened opened) {
            return new Row(
                    opened,
                    opened.dueAt(),
                    opened.provisional(),
                    "open",
                    null,
                    opened.layer().word());
        }

        private Row now(String how, @Nullable Instant at) {
            return new Row(opened, dueAt, provisional, how, at, layer);
        }

        /** The same before its lapse, which is taken back. */
        Row runningAgain() {
            return now("open", null);
        }

        private Row due(Instant moved, boolean isProvisional, String newLayer) {
            return new Row(opened, moved, isProvisional, "open", null, newLayer);
        }

        private Row counted(Instant moved, boolean isProvisional) {
            return new Row(opened, moved, isProvisional, outcome, closedAt, layer);
        }

        public WindowKey window() {
            return opened.window();
        }

        public boolean isOpen() {
            return outcome.equals("open");
        }

        public boolean isRunning() {
            return isOpen() || outcome.equals("suspended");
        }

        private String line() {
            WindowKey key = window();
            return String.join(
                    ",",
                    quoted(key.subject().label()),
                    key.obligation().id(),
                    Integer.toString(key.number()),
                    quoted(key.owedBy().toString()),
                    TIME.format(opened.openedAt()),
                    TIME.format(dueAt),
                    outcome,
                    closedAt == null ? "" : TIME.format(closedAt),
                    layer);
        }
    }

    private final Map<WindowKey, Row> rows = new LinkedHashMap<>();

    /** The windows, in the order in which they were opened. */
    public List<Row> rows() {
        return List.copyOf(rows.values());
    }

    @Nullable
    Row row(WindowKey key) {
        return rows.get(key);
    }

    void add(Event event) {
        event.changes().forEach(change -> add(change, event));
    }

    private void add(Change change, Event event) {
        Instant at = event.at();
        switch (change) {
            case Opened opened -> rows.put(opened.window(), Row.of(opened));
            case Change.Met met ->
                rows.computeIfPresent(
                        met.window(), (_, row) -> row.now(met.late() ? "met-late" : "met", met.at(event)));
            case Change.Lapsed lapsed ->
                rows.computeIfPresent(lapsed.window(), (_, row) -> row.now("lapsed", lapsed.dueAt()));
            case Change.Rescinded rescinded ->
                rows.computeIfPresent(rescinded.window(), (_, row) -> row.now("open", null));
            case Change.Withdrawn withdrawn ->
                rows.computeIfPresent(withdrawn.window(), (_, row) -> row.now("withdrawn", at));
            case Change.Suspended suspended ->
                rows.computeIfPresent(suspended.window(), (_, row) -> row.now("suspended", null));
            case Change.Resumed resumed ->
                rows.computeIfPresent(
                        resumed.window(), (_, row) -> row.due(resumed.dueAt(), resumed.provisional(), row.layer()));
            case Change.Extended extended ->
                rows.computeIfPresent(extended.window(), (_, row) -> row.due(extended.dueAt(), false, "agreement"));
            case Change.Moved moved ->
                rows.computeIfPresent(moved.window(), (_, row) -> row.counted(moved.dueAt(), moved.provisional()));
            case Change.Ended _, Change.Reopened _ -> {}
        }
    }

    static String quoted(String text) {
        return text.matches("(?s).*[,\"\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    /** The ledger as scenarios have it. */
    static String of(List<Event> events) {
        Ledger ledger = new Ledger();
        events.forEach(ledger::add);
        List<Row> sorted = new ArrayList<>(ledger.rows());
        sorted.sort(Comparator.<Row, Instant>comparing(row -> row.opened().openedAt())
                .thenComparing(row -> row.window().subject().label())
                .thenComparing(row -> row.window().obligation().id())
                .thenComparing(row -> row.window().owedBy(), Comparator.comparing(Party::toString))
                .thenComparing(row -> row.window().number()));
        StringBuilder csv =
                new StringBuilder("subject,obligation,n,owed_by,opened_at,due_at,outcome,closed_at,layer\n");
        sorted.forEach(row -> csv.append(row.line()).append('\n'));
        return csv.toString();
    }
}
