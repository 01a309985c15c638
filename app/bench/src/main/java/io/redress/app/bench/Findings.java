package io.redress.app.bench;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found so far, and why something was not. */
final class Findings {
    private final Map<Figure, Double> values = new EnumMap<>(Figure.class);
    private final Map<Figure, String> reasons = new EnumMap<>(Figure.class);

    /** Acts a second with every sheet keeping up, for whoever is compared with it. */
    private double live = Double.NaN;

    /** How many rows the sheets write for an event; a guess until it is known. */
    private int rowsOfAnEvent = 8;

    void live(double rate, double rows) {
        live = rate;
        rowsOfAnEvent = Math.max(1, (int) Math.round(rows));
    }

    double live() {
        return live;
    }

    int rowsOfAnEvent() {
        return rowsOfAnEvent;
    }

    void found(Figure figure, double value) {
        if (Double.isFinite(value)) {
            values.put(figure, value);
            reasons.remove(figure);
        } else {
            missed(figure, "it came out as " + value);
        }
    }

    void missed(Figure figure, String why) {
        if (!values.containsKey(figure)) {
            reasons.put(figure, why.lines().findFirst().orElse(""));
        }
    }

    /** For machines, at the very end: a line for each figure of these jobs, or why there is none. */
    List<String> lines(List<Job> jobs) {
        return Arrays.stream(Figure.values())
                .filter(figure -> jobs.contains(figure.job()))
                .map(this::line)
                .toList();
    }

    private String line(Figure figure) {
        Double value = values.get(figure);
        return value == null
                ? "NOT MEASURED " + figure.word() + ": " + reasons.getOrDefault(figure, "the job did not get that far")
                : String.format(Locale.ROOT, "RATIO %s %s", figure.word(), shown(value));
    }

    private static String shown(double value) {
        String pattern = value >= 100 ? "%.0f" : value >= 0.1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
