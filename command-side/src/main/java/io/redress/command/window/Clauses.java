package io.redress.command.window;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentences of the standard that carry the duties: a versioned resource. */
public final class Clauses {
    /** Whose sentences they are. */
    public static final String STANDARD = "DB4401/T 171-2022";

    /** A sentence of the standard, with a gloss in English that is not official. */
    public record Sentence(String clause, String zh, String en) {}

    private static final Pattern REFERENCE = Pattern.compile("([0-9.]+)((?: [a-z])*)");

    private final Map<String, Sentence> sentences = new LinkedHashMap<>();

    private Clauses() {
        Obligations.rows("/standard/clauses.v1.csv").forEach(row -> {
            String clause = row.getField("clause");
            sentences.put(clause, new Sentence(clause, row.getField("zh"), row.getField("en")));
        });
    }

    /** The version that ships with the product. */
    public static Clauses shipped() {
        return new Clauses();
    }

    /** What a reference such as {@code 6.4.2 a c; 6.1.5} points to, in that order. */
    public List<Sentence> of(String references) {
        List<Sentence> found = new ArrayList<>();
        for (String clause : split(references)) {
            Sentence sentence = sentences.get(clause);
            if (sentence == null) {
                throw new IllegalStateException("no sentence of clause " + clause);
            }
            found.add(sentence);
        }
        return found;
    }

    /** All of them, in the order of the standard. */
    public List<Sentence> all() {
        return List.copyOf(sentences.values());
    }

    /** What a reference such as {@code 6.4.2 a c; 6.1.5} is made of: {@code 6.4.2 a}, {@code 6.4.2 c}, {@code 6.1.5}. */
    public static List<String> split(String references) {
        List<String> clauses = new ArrayList<>();
        for (String reference : references.split("; ", -1)) {
            Matcher parts = REFERENCE.matcher(reference);
            if (!parts.matches()) {
                throw new IllegalStateException("not a clause: " + reference);
            }
            if (parts.group(2).isEmpty()) {
                clauses.add(reference);
            } else {
                for (String letter : parts.group(2).strip().split(" ", -1)) {
                    clauses.add(parts.group(1) + " " + letter);
                }
            }
        }
        return clauses;
    }
}
