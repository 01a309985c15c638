package io.redress.command.scenario;

import io.redress.api.Event;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.WindowKey;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folds events into the ledger of a scenario, independently of the projection that does so in the product. */
final class Ledger {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneId.of("Asia/Shanghai"));

    private static final class Row {
        private final Change.Opened opened;
        private Instant dueAt;
        private String outcome = "open";
        private Instant closedAt;
        private String layer;

        Row(Change.Opened opened) {
            this.opened = opened;
            this.dueAt = opened.dueAt();
            this.layer = opened.layer().word();
        }

        private void close(String how, Instant at) {
            outcome = how;
            closedAt = at;
        }

        String line() {
            WindowKey key = opened.window();
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

    private Ledger() {}

    static String quoted(String text) {
        return text.matches("(?s).*[,\"\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    static String of(List<Event> events) {
        Map<WindowKey, Row> rows = new LinkedHashMap<>();
        for (Event event : events) {
            for (Change change : event.changes()) {
                switch (change) {
                    case Change.Opened opened -> rows.put(opened.window(), new Row(opened));
                    case Change.Met met -> rows.get(met.window()).close(met.late() ? "met-late" : "met", event.at());
                    case Change.Lapsed lapsed -> rows.get(lapsed.window()).close("lapsed", lapsed.dueAt());
                    case Change.Withdrawn withdrawn ->
                        rows.get(withdrawn.window()).close("withdrawn", event.at());
                    case Change.Suspended suspended ->
                        rows.get(suspended.window()).close("suspended", null);
                    case Change.Resumed resumed -> {
                        rows.get(resumed.window()).close("open", null);
                        rows.get(resumed.window()).dueAt = resumed.dueAt();
                    }
                    case Change.Extended extended -> {
                        rows.get(extended.window()).dueAt = extended.dueAt();
                        rows.get(extended.window()).layer = "agreement";
                    }
                    case Change.Ended _, Change.Reopened _ -> {}
                }
            }
        }
        List<Row> sorted = new ArrayList<>(rows.values());
        sorted.sort(Comparator.<Row, Instant>comparing(row -> row.opened.openedAt())
                .thenComparing(row -> row.opened.window().subject().label())
                .thenComparing(row -> row.opened.window().obligation().id())
                .thenComparing(row -> row.opened.window().owedBy(), Comparator.comparing(Party::toString))
                .thenComparing(row -> row.opened.window().number()));
        StringBuilder csv =
                new StringBuilder("subject,obligation,n,owed_by,opened_at,due_at,outcome,closed_at,layer\n");
        sorted.forEach(row -> csv.append(row.line()).append('\n'));
        return csv.toString();
    }
}
