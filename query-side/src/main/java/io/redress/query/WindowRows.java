package io.redress.query;

import io.redress.api.Event;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.ExtensionAccepted;
import io.redress.api.window.ExtensionDeclined;
import io.redress.api.window.ExtensionProposed;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.Length;
import io.redress.api.window.WindowEvent;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import io.redress.api.window.WindowUnheard;
import io.redress.api.window.WindowsRecounted;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a table of windows in step with the events. Sheets that show windows have such a table each, so that each can
 * be replayed alone; {@link WindowView} reads it.
 */
public final class WindowRows {
    private static final String OF_WINDOW = "WHERE subject = ? AND obligation = ? AND owed_by = ? AND number = ?";

    private final boolean ofCases;
    private final String opened;
    private final String met;
    private final String lapsed;
    private final String rescinded;
    private final String withdrawn;
    private final String suspended;
    private final String resumed;
    private final String extended;
    private final String moved;
    private final String proposed;
    private final String unheard;

    /** Names the table. */
    public WindowRows(String table) {
        this(table, "", "");
    }

    /** Names the table, and the one from which each window takes who has a part in what it runs on. */
    public WindowRows(String table, String cases) {
        this(
                table,
                ", consumer, merchant, operator",
                ", c.consumer, c.merchant, c.operator FROM %s c WHERE c.subject = ?".formatted(cases));
    }

    private WindowRows(String table, String parties, String ofTheCase) {
        ofCases = !parties.isEmpty();
        opened = """
                INSERT INTO %s (subject, label, owner, obligation, number, owed_by, opened_at, opened_position,
                    opened_index, due_at, outcome, lapsed, layer, document, document_version, length, clause, provisional%s)
                SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', false, ?, CAST(? AS text), CAST(? AS integer),
                    CAST(? AS text), ?, ?%s
                ON CONFLICT (subject, obligation, owed_by, number) DO UPDATE SET number = EXCLUDED.number""".formatted(table, parties, ofTheCase);
        met = update(table, "outcome = ?, closed_at = ?, suspended_at = NULL, proposed_due_at = NULL");
        lapsed = update(
                table, "outcome = 'lapsed', lapsed = true, rescinded = false, closed_at = ?, proposed_due_at = NULL");
        rescinded =
                update(table, "outcome = 'open', lapsed = false, rescinded = true, unheard = false, closed_at = NULL");
        withdrawn = update(table, "outcome = 'withdrawn', closed_at = ?, suspended_at = NULL, proposed_due_at = NULL");
        suspended = update(table, "outcome = 'suspended', suspended_at = ?, proposed_due_at = NULL");
        resumed = update(table, "outcome = 'open', due_at = ?, provisional = ?, closed_at = NULL, suspended_at = NULL");
        extended = update(table, """
                due_at = ?, layer = 'agreement', document = NULL, document_version = NULL, length = NULL,
                    provisional = false, proposed_due_at = NULL""");
        moved = update(
                table,
                "due_at = ?, provisional = ?, proposed_due_at = CASE WHEN proposed_due_at > ? THEN proposed_due_at END");
        proposed = update(table, "proposed_due_at = ?");
        unheard = update(table, "unheard = true");
    }

    private static String update(String table, String set) {
        return "UPDATE %s SET %s\n%s".formatted(table, set, OF_WINDOW);
    }

    /** Writes what an event did to windows. */
    public void write(Event event, long position, SheetWriter.Lines lines) {
        List<Change> changes = event.changes();
        for (int index = 0; index < changes.size(); index++) {
            switch (changes.get(index)) {
                case Change.Opened now -> open(now, position, index, lines);
                case Change.OfWindow now -> move(now, event, lines);
                case Change.Ended _, Change.Reopened _ -> {}
            }
        }
        if (event instanceof WindowEvent own) {
            write(own, lines);
        }
    }

    private void write(WindowEvent event, SheetWriter.Lines lines) {
        switch (event) {
            case ExtensionProposed now -> change(lines, proposed, now.window(), now.dueAt());
            case ExtensionDeclined now -> change(lines, proposed, now.window(), (Instant) null);
            case WindowUnheard now -> change(lines, unheard, now.window());
            case ExtensionAccepted _, FactCorrected _, WindowLapsed _, WindowsRecounted _ -> {}
        }
    }

    private void open(Change.Opened now, long position, int index, SheetWriter.Lines lines) {
        WindowKey window = now.window();
        @Nullable DocumentVersion document = now.document();
        @Nullable Length length = now.length();
        String owner = window.subject().owner().toString();
        @Nullable
        Object[] values = {
            window.subject().toString(),
            window.subject().label(),
            owner,
            window.obligation().id(),
            window.number(),
            window.owedBy().toString(),
            now.openedAt(),
            position,
            index,
            now.dueAt(),
            now.layer().word(),
            document == null ? null : document.document().toString(),
            document == null ? null : document.version(),
            length == null ? null : length.text(),
            now.clause(),
            now.provisional(),
            owner
        };
        lines.change(opened, ofCases ? values : Arrays.copyOf(values, values.length - 1));
    }

    private void move(Change.OfWindow change, Event event, SheetWriter.Lines lines) {
        WindowKey window = change.window();
        Instant at = event.at();
        switch (change) {
            case Change.Opened _ -> throw new IllegalStateException("opened is no move: " + window);
            case Change.Met done -> change(lines, met, window, done.late() ? "met-late" : "met", done.at(event));
            case Change.Lapsed lapse -> change(lines, lapsed, window, lapse.dueAt());
            case Change.Rescinded _ -> change(lines, rescinded, window);
            case Change.Withdrawn _ -> change(lines, withdrawn, window, at);
            case Change.Suspended _ -> change(lines, suspended, window, at);
            case Change.Resumed now -> change(lines, resumed, window, now.dueAt(), now.provisional());
            case Change.Extended now -> change(lines, extended, window, now.dueAt());
            case Change.Moved now -> change(lines, moved, window, now.dueAt(), now.provisional(), now.dueAt());
        }
    }

    private static void change(SheetWriter.Lines lines, String sql, WindowKey window, @Nullable Object... values) {
        @Nullable Object[] all = Arrays.copyOf(values, values.length + 4);
        all[values.length] = window.subject().toString();
        all[values.length + 1] = window.obligation().id();
        all[values.length + 2] = window.owedBy().toString();
        all[values.length + 3] = window.number();
        lines.change(sql, all);
    }
}
