package io.redress.app;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who has nothing but the answer to "why is it due then?" and does the sum again. It knows none of the
 * product's classes and no calendar.
 */
final class Recount {
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);
    private static final Instant LAST = Instant.parse("9999-12-31T15:59:59.999999Z");
    private static final Set<String> WORKING = Set.of("weekday", "make-up-workday");

    private final JsonNode answer;

    /** What days are, by the version of the calendar that says so. */
    private final Map<Integer, Map<LocalDate, Boolean>> works = new HashMap<>();

    private int calendar;
    private boolean agreed;
    private boolean provisional;

    private Recount(JsonNode answer) {
        this.answer = answer;
        learnDays(answer);
    }

    /** The deadline that follows from this answer alone. */
    static Instant dueAt(JsonNode answer) {
        return new Recount(answer).dueAt();
    }

    private void learnDays(JsonNode node) {
        if (node.has("days") && node.has("calendar")) {
            Map<LocalDate, Boolean> days =
                    works.computeIfAbsent(node.get("calendar").intValue(), _ -> new HashMap<>());
            node.get("days").forEach(day -> learnDay(day, days));
        }
        node.forEach(this::learnDays);
    }

    private static void learnDay(JsonNode node, Map<LocalDate, Boolean> days) {
        LocalDate date = LocalDate.parse(node.get("date").stringValue());
        String kind = node.get("kind").stringValue();
        boolean weekend = date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
        if (kind.equals("weekend") != weekend && node.get("holiday").isNull()) {
            throw new AssertionError(date + " is no " + kind);
        }
        days.put(date, WORKING.contains(kind));
    }

    /** Goes by the version that this count names, and remembers whether it was provisional. */
    private void by(JsonNode count) {
        if (!count.isMissingNode() && !count.isNull()) {
            calendar = count.get("calendar").intValue();
            provisional |= count.get("provisional").booleanValue();
        }
    }

    private Instant dueAt() {
        Instant opened = instant(answer.get("openedAt"));
        by(answer.path("count"));
        by(answer.path("carriedOver").path("rounding").path("count"));
        Instant due = first(opened);
        List<JsonNode> moves = new ArrayList<>();
        answer.get("recounts").forEach(moves::add);
        answer.get("suspensions").forEach(moves::add);
        answer.get("extensions").forEach(moves::add);
        moves.sort(Comparator.comparingLong(Recount::endedAt)); // a recount comes before the stop that it ends with
        List<Duration> stops = new ArrayList<>();
        for (JsonNode move : moves) {
            if (move.has("counted")) {
                due = anew(move, due, opened, stops);
            } else if (move.has("why")) {
                if (!move.get("dueAtAfter").isNull()) {
                    by(move.path("rounding").path("count"));
                    stops.add(Duration.between(instant(move.get("from")), instant(move.get("until"))));
                    due = moved(due.plus(stops.getLast()));
                }
            } else if (move.get("answer").stringValue().equals("accepted")) {
                due = instant(move.get("asked"));
                agreed = true;
                provisional = false;
            }
        }
        return due;
    }

    /** The whole way once more by a later version; but nobody is made late by it, and what was firm stays at least. */
    private Instant anew(JsonNode move, Instant before, Instant opened, List<Duration> stops) {
        same(move, "dueAtBefore", before);
        calendar = move.get("calendar").intValue();
        Instant counted = first(opened);
        for (Duration stop : stops) {
            counted = moved(counted.plus(stop));
        }
        same(move, "counted", counted);
        Instant after = counted;
        if (counted.isBefore(before)) {
            Instant fair = end(noticed(move).atOffset(SHANGHAI).toLocalDate().plusDays(1));
            Instant atLeast = fair.isBefore(before) ? fair : before;
            after = !provisional ? before : counted.isBefore(atLeast) ? atLeast : counted;
        }
        same(move, "dueAtAfter", after);
        provisional = move.get("provisional").booleanValue();
        return after;
    }

    /** When the window was counted anew; of one that stood still it is as if that had been when it was suspended. */
    private Instant noticed(JsonNode move) {
        for (JsonNode stop : answer.get("suspensions")) {
            if (endedAt(stop) == endedAt(move)) {
                return instant(stop.get("from"));
            }
        }
        return instant(move.at("/event/at"));
    }

    private void same(JsonNode move, String field, Instant found) {
        if (!instant(move.get(field)).equals(found)) {
            throw new AssertionError(field + " is " + found + ": " + answer);
        }
    }

    /** What a recount did to the deadline. */
    static String kind(JsonNode recount) {
        Instant before = instant(recount.get("dueAtBefore"));
        Instant after = instant(recount.get("dueAtAfter"));
        if (!after.equals(instant(recount.get("counted")))) {
            return "not so soon";
        }
        return after.equals(before) ? "confirmed" : after.isAfter(before) ? "moved later" : "moved sooner";
    }

    private static long endedAt(JsonNode move) {
        JsonNode event = move.get(move.has("counted") ? "event" : move.has("why") ? "ended" : "answered");
        return event.isNull() ? Long.MAX_VALUE : event.get("position").longValue();
    }

    private Instant first(Instant opened) {
        JsonNode length = answer.get("length");
        LocalDate day = opened.atOffset(SHANGHAI).toLocalDate();
        switch (length.get("kind").stringValue()) {
            case "exact":
                return earlier(opened.plusSeconds(length.get("amount").longValue()));
            case "agreed":
                agreed = true;
                return instant(answer.get("firstDueAt"));
            case "carried-over":
                JsonNode carried = answer.get("carriedOver");
                agreed = carried.get("layer").stringValue().equals("agreement");
                return moved(opened.plus(
                        Duration.between(instant(carried.get("suspendedAt")), instant(carried.get("dueAt")))));
            case "calendar-days":
                return end(workingFrom(day.plusDays(length.get("amount").longValue())));
            case "working-days":
                for (long left = length.get("amount").longValue(); left > 0; ) {
                    day = day.plusDays(1);
                    left -= works(day) ? 1 : 0;
                }
                return end(day);
            default:
                throw new AssertionError(length.toString());
        }
    }

    private Instant moved(Instant due) {
        String text = answer.get("length").get("text").asString("");
        if (agreed || text.startsWith("PT") || text.isEmpty()) {
            return earlier(due);
        }
        LocalDate day = due.minusNanos(1).atOffset(SHANGHAI).toLocalDate();
        return end(workingFrom(day));
    }

    private LocalDate workingFrom(LocalDate day) {
        LocalDate last = day;
        while (!works(last)) {
            last = last.plusDays(1);
        }
        return last;
    }

    private boolean works(LocalDate day) {
        Boolean known = works.getOrDefault(calendar, Map.of()).get(day);
        if (known == null) {
            throw new AssertionError("the answer does not say what " + day + " is: " + answer);
        }
        return known;
    }

    private static Instant end(LocalDate last) {
        return earlier(last.plusDays(1).atStartOfDay().toInstant(SHANGHAI));
    }

    private static Instant earlier(Instant due) {
        return due.isAfter(LAST) ? LAST : due;
    }

    private static Instant instant(JsonNode text) {
        return OffsetDateTime.parse(text.stringValue()).toInstant();
    }
}
