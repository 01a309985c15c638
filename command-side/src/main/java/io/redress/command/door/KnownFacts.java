package io.redress.command.door;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.order.OrderLine;
import io.redress.api.order.OrderLinesClaimed;
import io.redress.api.order.OrderLinesReleased;
import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderRegistered;
import io.redress.api.order.OrderShipped;
import io.redress.api.party.Parties;
import io.redress.api.report.ViolationReported;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.window.Change;
import io.redress.api.window.FactCorrected;
import io.redress.command.window.WindowLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the history of a subject offers to fill in acts with. It decides nothing: a value that the rules do not take is
 * refused by them.
 */
final class KnownFacts {
    /** Of an order whose lines stand in more different ways than this, the first are tried. */
    private static final int LINE_KINDS_MAX = 64;

    private final SubjectId subject;
    private final List<Event> history;
    private final WindowLedger windows = new WindowLedger();
    private Parties parties;
    private @Nullable Instant reopenableUntil;

    KnownFacts(SubjectId subject, List<Event> history) {
        this.subject = subject;
        this.history = history;
        parties = new Parties("", "", "", "");
        for (Event event : history) {
            windows.evolve(event);
            parties = parties(event, parties);
            for (Change change : event.changes()) {
                if (change instanceof Change.Ended ended && ended.subject().equals(subject)) {
                    reopenableUntil = ended.reopenableUntil();
                }
            }
        }
    }

    private static Parties parties(Event event, Parties before) {
        return switch (event) {
            case OrderRegistered order -> order.parties();
            case ReturnFiled request -> request.parties();
            case ComplaintFiled complaint -> complaint.parties();
            case InquiryAsked inquiry -> inquiry.parties();
            case ViolationReported report -> new Parties("", "", "", report.room());
            default -> before;
        };
    }

    SubjectId subject() {
        return subject;
    }

    Parties parties() {
        return parties;
    }

    WindowLedger windows() {
        return windows;
    }

    @Nullable
    Instant reopenableUntil() {
        return reopenableUntil;
    }

    /** When the newest of it happened. */
    Instant latest() {
        return history.stream().map(Event::at).max(Instant::compareTo).orElse(Instant.MIN);
    }

    /** A name that nobody in this history goes by. */
    String unused(String name) {
        String text = history.toString();
        String unused = name;
        for (int number = 2; text.contains(unused); number++) {
            unused = name + "-" + number;
        }
        return unused;
    }

    /** The name that a field of a party or a room takes; empty when it is not known. */
    String party(String field) {
        return switch (field) {
            case "consumer" -> parties.consumer();
            case "merchant" -> parties.merchant();
            case "operator" -> parties.operator();
            case "room" -> parties.room();
            default -> "";
        };
    }

    /**
     * The lines of an order. Those that nothing tells apart but their names and prices stand together: all events name
     * them together or not at all, so no rule can treat them differently.
     */
    List<List<String>> lines() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        if (history.getFirst() instanceof OrderRegistered order) {
            Map<String, StringBuilder> told = new LinkedHashMap<>();
            for (OrderLine line : order.lines()) {
                told.put(line.line(), new StringBuilder(line.noReasonReturn() ? "+" : "-"));
            }
            for (int number = 1; number < history.size(); number++) {
                for (String line : named(history.get(number))) {
                    Objects.requireNonNull(told.get(line)).append(number).append(' ');
                }
            }
            told.forEach((line, story) -> kinds.computeIfAbsent(story.toString(), _ -> new ArrayList<>())
                    .add(line));
        }
        return kinds.values().stream().limit(LINE_KINDS_MAX).toList();
    }

    private static List<String> named(Event event) {
        return switch (event) {
            case OrderShipped shipped -> shipped.lines();
            case OrderLinesClaimed claimed -> claimed.lines();
            case OrderLinesReleased released -> released.lines();
            case OrderLinesStruck struck -> struck.lines();
            case FactCorrected corrected -> corrected.lines();
            default -> List.of();
        };
    }

    /** Which obligations ever had windows, on the subject or on its intervention. */
    Stream<WindowLine> windowLines() {
        return windows.all().stream()
                .map(window -> new WindowLine(
                        window.key().subject(), window.obligation().id()))
                .distinct();
    }

    /** How acts about a window name it. */
    record WindowLine(SubjectId subject, String obligation) {}
}
