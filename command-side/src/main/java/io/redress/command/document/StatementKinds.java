package io.redress.command.document;

import static io.redress.command.rule.Rule.STATEMENT_COMES_FROM_WHOM_IT_BINDS;
import static io.redress.command.rule.Rule.STATEMENT_KIND_IS_KNOWN;
import static io.redress.command.rule.Rule.STATEMENT_NAMES_WHAT_ITS_KIND_NAMES;
import static io.redress.command.rule.Rule.STATEMENT_SAYS_WHAT_ITS_KIND_ASKS;

import io.redress.api.Spelling;
import io.redress.api.document.Content;
import io.redress.api.party.Parties;
import io.redress.api.party.Side;
import io.redress.api.window.Obligation;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Refusal.Reason;
import io.redress.command.window.Obligations;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may be stated, by whom, for whom and in which fields: a versioned resource. */
public final class StatementKinds {
    private static final int TEXT_CHARACTERS_MAX = 10_000;
    private static final int LIST_ENTRIES_MAX = 1_000;
    private static final long AMOUNT_FEN_MAX = 9_000_000_000_000_000L;

    /**
     * A kind of statement.
     *
     * @param by the sides that may state it
     * @param names what it names besides who states it: merchant, operator, room, about; a question mark says perhaps
     * @param open whether it is for everybody
     */
    public record Kind(
            String word,
            String clause,
            Set<Side> by,
            List<String> names,
            boolean open,
            String en,
            String zh,
            List<Field> fields) {}

    /**
     * A field of what is stated.
     *
     * @param path with the list that it is in: {@code channels/kind}
     * @param takes text, count, amount-fen, day, obligation, list, or the words that it knows, parted by bars
     */
    public record Field(String path, String takes, boolean required, String en, String zh) {
        /** The list in whose entries it stands, empty where it stands in none. */
        private String list() {
            return path.contains("/") ? path.substring(0, path.indexOf('/')) : "";
        }

        private String name() {
            return path.substring(path.indexOf('/') + 1);
        }
    }

    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    private StatementKinds() {
        Map<String, List<Field>> fields = new LinkedHashMap<>();
        Obligations.rows("/standard/statement-fields.v1.csv")
                .forEach(row -> fields.computeIfAbsent(row.getField("kind"), _ -> new ArrayList<>())
                        .add(new Field(
                                row.getField("field"),
                                row.getField("takes"),
                                row.getField("required").equals("true"),
                                row.getField("en"),
                                row.getField("zh"))));
        Obligations.rows("/standard/statement-kinds.v1.csv").forEach(row -> {
            String word = row.getField("kind");
            kinds.put(
                    word,
                    new Kind(
                            word,
                            row.getField("clause"),
                            Set.copyOf(words(row.getField("by")).map(Side::of).toList()),
                            words(row.getField("names")).toList(),
                            row.getField("open").equals("true"),
                            row.getField("en"),
                            row.getField("zh"),
                            List.copyOf(fields.getOrDefault(word, List.of()))));
        });
    }

    private static Stream<String> words(String text) {
        return text.isEmpty() ? Stream.of() : Arrays.stream(text.split(" ", -1));
    }

    /** The version that ships with the product. */
    public static StatementKinds shipped() {
        return new StatementKinds();
    }

    /** All kinds, in the order of the table. */
    public List<Kind> all() {
        return List.copyOf(kinds.values());
    }

    /** The kind of this name, or a refusal. */
    Kind of(String word) {
        Kind kind = kinds.get(word);
        if (kind == null) {
            throw Refusal.ofField(STATEMENT_KIND_IS_KNOWN, "kind", word, String.join(", ", kinds.keySet()));
        }
        return kind;
    }

    /** It is stated by whom it binds, and names whom it is about and nobody else. */
    static void requireNames(Kind kind, Side by, Parties parties, @Nullable String about) {
        if (!kind.by().contains(by)) {
            String binds = String.join(
                    ", ", kind.by().stream().map(Side::word).sorted().toList());
            throw new Refusal(
                    List.of(new Reason(STATEMENT_COMES_FROM_WHOM_IT_BINDS, "by", List.of(binds), kind.clause())));
        }
        Map<String, String> given = new LinkedHashMap<>();
        given.put("merchant", parties.merchant());
        given.put("operator", parties.operator());
        given.put("room", parties.room());
        given.put("about", about == null ? "" : about);
        given.forEach((field, name) -> {
            boolean own = by.word().equals(field);
            boolean must = own || kind.names().contains(field);
            if (name.isEmpty() ? must : !must && !kind.names().contains(field + "?")) {
                String names = kind.names().isEmpty() ? "—" : String.join(", ", kind.names());
                throw new Refusal(List.of(new Reason(
                        STATEMENT_NAMES_WHAT_ITS_KIND_NAMES, field, List.of(kind.word(), names), kind.clause())));
            }
        });
    }

    /** What the kind asks for of what was given, or a refusal that names every offending field. */
    static Content check(Kind kind, Content given) {
        List<Reason> offending = new ArrayList<>();
        Map<String, Object> said = read(kind, "", "content/", given.fields(), offending);
        if (!offending.isEmpty()) {
            throw new Refusal(offending);
        }
        return new Content(said);
    }

    private static Map<String, Object> read(
            Kind kind, String list, String place, Map<?, ?> given, List<Reason> offending) {
        Map<String, Object> said = new LinkedHashMap<>();
        for (Field field : kind.fields()) {
            if (field.list().equals(list)) {
                Object value = given.get(field.name());
                Object read = value == null ? null : read(kind, field, place, value, offending);
                if (read != null) {
                    said.put(field.name(), read);
                } else if (value != null || field.required()) {
                    offending.add(new Reason(
                            STATEMENT_SAYS_WHAT_ITS_KIND_ASKS,
                            place + field.name(),
                            List.of(field.takes()),
                            kind.clause()));
                }
            }
        }
        offending.addAll(Refusal.ofUnknown(
                place,
                given.keySet().stream()
                        .map(String.class::cast)
                        .filter(name -> kind.fields().stream()
                                .noneMatch(field -> field.list().equals(list)
                                        && field.name().equals(name)))));
        return said;
    }

    /** What it takes of a value, null when the field does not take such a value. */
    private static @Nullable Object read(Kind kind, Field field, String place, Object value, List<Reason> offending) {
        return switch (field.takes()) {
            case "list" -> entries(kind, field, place, value, offending);
            case "text" -> taken(value, StatementKinds::isText);
            case "count" -> taken(value, number -> isWithin(number, Integer.MAX_VALUE));
            case "amount-fen" -> taken(value, number -> isWithin(number, AMOUNT_FEN_MAX));
            case "day" -> taken(value, StatementKinds::isDay);
            case "obligation" -> taken(value, word -> word instanceof String id && Obligation.find(id) != null);
            default -> taken(value, List.of(field.takes().split("\\|", -1))::contains);
        };
    }

    private static @Nullable Object taken(Object value, Predicate<Object> fits) {
        return fits.test(value) ? value : null;
    }

    private static @Nullable List<Object> entries(
            Kind kind, Field field, String place, Object value, List<Reason> offending) {
        if (!(value instanceof List<?> entries) || entries.isEmpty() || entries.size() > LIST_ENTRIES_MAX) {
            return null;
        }
        List<Object> said = new ArrayList<>();
        for (Object entry : entries) {
            if (!(entry instanceof Map<?, ?> object)) {
                return null;
            }
            said.add(read(kind, field.name(), place + field.name() + "/" + said.size() + "/", object, offending));
        }
        return said;
    }

    private static boolean isText(Object value) {
        return value instanceof String text && text.length() <= TEXT_CHARACTERS_MAX && Spelling.isText(text);
    }

    private static boolean isWithin(Object value, long max) {
        return value instanceof Long number && number >= 0 && number <= max;
    }

    private static boolean isDay(Object value) {
        try {
            return value instanceof String text
                    && text.length() == 10
                    && LocalDate.parse(text).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
