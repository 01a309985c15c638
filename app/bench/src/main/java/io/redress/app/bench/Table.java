package io.redress.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A small table for people: a rate, its ratio to the limit, and how long it took. */
final class Table {
    private final String title;
    private final List<String[]> rows = new ArrayList<>();

    Table(String title, String... heads) {
        this.title = title;
        rows.add(heads);
    }

    Table row(String... cells) {
        rows.add(cells);
        return this;
    }

    void print() {
        int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        System.out.println();
        System.out.println(title);
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < row.length; i++) {
                String cell = i == 0
                        ? row[i] + " ".repeat(widths[i] - row[i].length())
                        : " ".repeat(widths[i] - row[i].length()) + row[i];
                line.append(cell).append("  ");
            }
            System.out.println(line.toString().stripTrailing());
        }
    }

    static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    static String ratio(double value, double to) {
        double ratio = value / to;
        return String.format(Locale.ROOT, ratio < 0.1 ? "%.4f x" : "%.2f x", ratio);
    }
}
