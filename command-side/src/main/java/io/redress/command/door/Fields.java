package io.redress.command.door;

import io.redress.api.KeptTime;
import io.redress.api.Spelling;
import io.redress.api.SubjectId;
import io.redress.api.document.Content;
import io.redress.api.personal.PersonalText;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one act, read strictly: a field that is missing or ill-formed refuses the act and is named. So that all
 * of them are named at once, something well-formed stands in for it until the act is read to its end. Null in an
 * optional field is the same as leaving it out. A field that the act does not know refuses it too: it may be one that
 * was misspelt, and what it says would be lost. In a scenario it is ignored, as its page has it.
 */
sealed class Fields permits AskedFields {
    static final int NAME_CHARACTERS_MAX = 200;
    static final int TEXT_CHARACTERS_MAX = 10_000;
    static final int DAY_CHARACTERS = 10;
    static final int LIST_ENTRIES_MAX = 1_000;

    /** The sum over the longest list still fits a long. */
    static final long AMOUNT_FEN_MAX = 9_000_000_000_000_000L;

    /** Stands in a correction where another fact has its instant. */
    private static final String NEVER = "never";

    /** Stands in for a text. */
    static final String SOMETHING = "x";

    private final JsonNode object;
    private final String path;
    private final boolean spelled;
    private final Findings findings;
    private final Set<String> known = new HashSet<>();

    /** What came out of reading an act, whichever of its objects it stands in. */
    private static final class Findings {
        private final Set<Refusal.Reason> wrong = new LinkedHashSet<>();
        private final List<Fields> objects = new ArrayList<>();

        /** Something stands in for a word on which it depends what else is read. */
        private boolean guessed;
    }

    /**
     * @param spelled whether ids, names and texts must be spelled as the contract has it; in a scenario a text is what is
     *     not empty
     */
    Fields(JsonNode object, boolean spelled) {
        this(object, "", spelled, new Findings());
        findings.objects.add(this);
    }

    private Fields(JsonNode object, String path, boolean spelled, Findings findings) {
        this.object = object;
        this.path = path;
        this.spelled = spelled;
        this.findings = findings;
    }

    /** What is read of these fields, if nothing is wrong with any of them. */
    <T> T all(Function<Fields, T> reading) {
        T read;
        try {
            read = reading.apply(this);
        } catch (Refusal refusal) {
            note(refusal);
            throw new Refusal(List.copyOf(findings.wrong));
        }
        if (spelled && !findings.guessed) {
            findings.objects.forEach(Fields::refuseWhatIsNotKnown);
        }
        if (!findings.wrong.isEmpty()) {
            throw new Refusal(List.copyOf(findings.wrong));
        }
        return read;
    }

    private void refuseWhatIsNotKnown() {
        findings.wrong.addAll(
                Refusal.ofUnknown(path, object.propertyNames().stream().filter(field -> !known.contains(field))));
    }

    /** A field that may stand here and means nothing. */
    final void ignore(String field) {
        known.add(field);
    }

    private @Nullable JsonNode given(String field) {
        known.add(field);
        return object.get(field);
    }

    /** Whether nothing is wrong so far, and so nothing stands in for anything. */
    boolean isRight() {
        return findings.wrong.isEmpty();
    }

    private <T> T orElse(Supplier<T> reading, T standIn) {
        try {
            return reading.get();
        } catch (Refusal refusal) {
            note(refusal);
            return standIn;
        }
    }

    /** A field that is read twice is wrong once. */
    private void note(Refusal refusal) {
        findings.wrong.addAll(refusal.reasons());
    }

    boolean has(String field) {
        JsonNode value = given(field);
        return value != null && !value.isNull();
    }

    private JsonNode required(String field) {
        JsonNode value = given(field);
        if (value == null || value.isNull()) {
            throw Refusal.ofField(Rule.FIELD_MISSING, path + field);
        }
        return value;
    }

    /** Names what the field takes by a key of the texts, with its numbers or words. */
    private Refusal illFormed(String field, String... expected) {
        return Refusal.ofField(Rule.FIELD_ILL_FORMED, path + field, expected);
    }

    /** The id of a subject, which stands in addresses: there "." and ".." mean something else. */
    String id(String field) {
        return orElse(
                () -> {
                    String id = text(required(field), field, NAME_CHARACTERS_MAX);
                    if (spelled ? !Spelling.isId(id) : id.equals(".") || id.equals("..")) {
                        throw illFormed(field, "expects.id");
                    }
                    return id;
                },
                SOMETHING);
    }

    /** The name of a party, a room or an agent. */
    String name(String field) {
        return orElse(() -> name(required(field), field), SOMETHING);
    }

    private String name(JsonNode value, String field) {
        String name = text(value, field, NAME_CHARACTERS_MAX);
        if (spelled && !Spelling.isName(name)) {
            throw illFormed(field, "expects.name");
        }
        return name;
    }

    /** What somebody wrote. */
    String text(String field) {
        return orElse(() -> text(required(field), field, TEXT_CHARACTERS_MAX), SOMETHING);
    }

    @Nullable
    String optionalText(String field) {
        return has(field) ? text(field) : null;
    }

    /** The same, marked as what may say something of somebody. */
    PersonalText personal(String field) {
        return PersonalText.of(text(field));
    }

    @Nullable
    PersonalText optionalPersonal(String field) {
        return PersonalText.ofNullable(optionalText(field));
    }

    private String text(JsonNode value, String field, int charactersMax) {
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw illFormed(field, "expects.text");
        }
        String text = value.stringValue();
        if (text.length() > charactersMax) {
            throw illFormed(field, "expects.at-most-characters", Integer.toString(charactersMax));
        }
        if (text.codePoints().anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            throw illFormed(field, "expects.unicode");
        }
        if (spelled && !Spelling.isText(text)) {
            throw illFormed(field, "expects.text");
        }
        return text;
    }

    boolean flag(String field) {
        return orElse(() -> flag(required(field), field), false);
    }

    boolean flag(String field, boolean absent) {
        return has(field) ? flag(field) : absent;
    }

    private boolean flag(JsonNode value, String field) {
        if (!value.isBoolean()) {
            throw illFormed(field, "expects.flag");
        }
        return value.booleanValue();
    }

    /** An amount of money in fen. */
    long amountFen(String field) {
        return orElse(() -> amountFen(required(field), field), 0L);
    }

    private long amountFen(JsonNode value, String field) {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > AMOUNT_FEN_MAX) {
            throw illFormed(field, "expects.amount");
        }
        return value.longValue();
    }

    /** A number of something that is counted from 1; null when it was not given. */
    @Nullable
    Integer optionalNumber(String field) {
        return has(field) ? number(field, Integer.MAX_VALUE) : null;
    }

    /** A number of something that is counted from 1. */
    int number(String field) {
        return number(field, Integer.MAX_VALUE);
    }

    /** A whole number from 1 to this. */
    int number(String field, int max) {
        return orElse(() -> number(required(field), field, max), 1);
    }

    private int number(JsonNode value, String field, int max) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1 || value.intValue() > max) {
            throw illFormed(field, "expects.from-to", "1", Integer.toString(max));
        }
        return value.intValue();
    }

    /** An instant with its offset, that sheets can keep and show; kept to the microsecond. */
    Instant instant(String field) {
        return orElse(() -> instant(required(field), field), Instant.EPOCH);
    }

    private Instant instant(JsonNode value, String field) {
        Instant instant;
        try {
            instant = OffsetDateTime.parse(value.asString("")).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw illFormed(field, "expects.instant");
        }
        if (!KeptTime.holds(instant)) {
            throw illFormed(field, "expects.kept-instant");
        }
        return instant;
    }

    /** A day, as the calendar on the wall has it. */
    LocalDate day(String field) {
        return orElse(() -> day(required(field), field), LocalDate.EPOCH);
    }

    private LocalDate day(JsonNode value, String field) {
        try {
            LocalDate day = LocalDate.parse(value.asString(""));
            if (KeptTime.holds(day.atStartOfDay().toInstant(ZoneOffset.UTC))) {
                return day;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw illFormed(field, "expects.day");
    }

    /** An instant; null for the word that stands for none. */
    @Nullable
    Instant instantOrNever(String field) {
        JsonNode given = given(field);
        return given != null && given.isString() && given.stringValue().equals(NEVER) ? null : instant(field);
    }

    @Nullable
    Instant optionalInstant(String field) {
        return has(field) ? instant(field) : null;
    }

    /** One of the words that the field knows, and what it stands for. */
    <T> T word(String field, Map<String, T> words) {
        try {
            return word(required(field), field, words);
        } catch (Refusal refusal) {
            note(refusal);
            findings.guessed = true;
            return words.values().iterator().next();
        }
    }

    private <T> T word(JsonNode value, String field, Map<String, T> words) {
        T meaning = value.isString() ? words.get(value.stringValue()) : null;
        if (meaning == null) {
            throw illFormed(field, "expects.one-of", String.join(", ", words.keySet()));
        }
        return meaning;
    }

    /** A list of names without repeats. */
    List<String> names(String field) {
        return orElse(() -> distinct(field, entry -> name(entry, field)), List.of(SOMETHING));
    }

    /** A list of known words without repeats. */
    <T> List<T> words(String field, Map<String, T> words) {
        return orElse(
                () -> distinct(field, entry -> word(entry, field, words)),
                List.of(words.values().iterator().next()));
    }

    /** Reads one entry of a list. */
    interface Entry<T> {
        T read(JsonNode entry);
    }

    private <T> List<T> distinct(String field, Entry<T> reader) {
        Set<T> entries = new LinkedHashSet<>();
        for (JsonNode entry : entries(field)) {
            if (!entries.add(reader.read(entry))) {
                throw illFormed(field, "expects.no-repeats");
            }
        }
        return List.copyOf(entries);
    }

    /** A list of objects. */
    List<Fields> objects(String field) {
        return orElse(
                () -> {
                    List<Fields> objects = new ArrayList<>();
                    for (JsonNode entry : entries(field)) {
                        if (!entry.isObject()) {
                            throw illFormed(field, "expects.objects");
                        }
                        objects.add(new Fields(entry, path + field + "/" + objects.size() + "/", spelled, findings));
                    }
                    findings.objects.addAll(objects);
                    return objects;
                },
                List.of());
    }

    private JsonNode entries(String field) {
        JsonNode value = required(field);
        if (!value.isArray() || value.isEmpty() || value.size() > LIST_ENTRIES_MAX) {
            throw illFormed(field, "expects.list", Integer.toString(LIST_ENTRIES_MAX));
        }
        return value;
    }

    /** An object of texts; it may be empty. */
    Map<String, String> texts(String field) {
        return orElse(() -> texts(required(field), field), Map.of());
    }

    private Map<String, String> texts(JsonNode value, String field) {
        if (!value.isObject()) {
            throw illFormed(field, "expects.object");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            if (entry.getValue().isString()) {
                texts.put(entry.getKey(), entry.getValue().stringValue());
            } else {
                note(illFormed(field + "/" + entry.getKey(), "expects.text"));
            }
        }
        return texts;
    }

    /** What a statement says: texts, whole numbers, flags, lists and objects. Null in a field is the same as nothing. */
    Content content(String field) {
        return orElse(() -> content(required(field), field), Content.NOTHING);
    }

    private Content content(JsonNode value, String field) {
        if (!value.isObject()) {
            throw illFormed(field, "expects.object");
        }
        return new Content(object(field, value));
    }

    private Map<String, Object> object(String place, JsonNode object) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getValue().isNull()) {
                String inside = place + "/" + field.getKey();
                fields.put(field.getKey(), said(inside, field.getValue()));
            }
        }
        return fields;
    }

    private Object said(String place, JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isObject()) {
            return object(place, value);
        }
        if (value.isArray()) {
            List<Object> entries = new ArrayList<>();
            for (JsonNode entry : value) {
                entries.add(said(place + "/" + entries.size(), entry));
            }
            return entries;
        }
        throw illFormed(place, "expects.content");
    }

    /** The one subject that is named by exactly one of these fields. */
    SubjectId oneOf(SubjectId.Kind... kinds) {
        return orElse(() -> named(kinds), new SubjectId(kinds[0], SOMETHING));
    }

    private SubjectId named(SubjectId.Kind... kinds) {
        SubjectId named = null;
        for (SubjectId.Kind kind : kinds) {
            if (has(kind.word())) {
                if (named != null) {
                    throw Refusal.ofField(Rule.ONE_OF_IS_NAMED, path + kind.word());
                }
                named = new SubjectId(kind, id(kind.word()));
            }
        }
        if (named == null) {
            throw Refusal.ofField(Rule.FIELD_MISSING, path + kinds[0].word());
        }
        return named;
    }

    /** A subject in its text form, as the ledger writes it. */
    SubjectId subject(String field) {
        return orElse(() -> parsed(field), SubjectId.order(SOMETHING));
    }

    /** The same, of a case or of the intervention on one. */
    SubjectId caseNamed(String field) {
        return orElse(
                () -> {
                    SubjectId subject = parsed(field).owner();
                    if (!subject.isCase()) {
                        throw illFormed(field, "expects.case");
                    }
                    return subject;
                },
                SubjectId.order(SOMETHING));
    }

    private SubjectId parsed(String field) {
        String text = text(required(field), field, NAME_CHARACTERS_MAX);
        try {
            SubjectId subject = SubjectId.parse(text);
            subject.owner();
            return subject;
        } catch (IllegalArgumentException e) {
            throw illFormed(field, "expects.subject");
        }
    }
}
