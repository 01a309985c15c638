package io.redress.command.door;

import io.redress.api.SubjectId;
import io.redress.api.document.Content;
import io.redress.api.window.Obligation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Listens to what an act is read from: it answers every question with something well-formed and remembers what was
 * asked. So what an act needs is said by the very table that reads it.
 */
final class AskedFields extends Fields {
    /** A word decides what is asked next and was not chosen yet. */
    static final class Undecided extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String field;
        private final transient List<String> choices;

        Undecided(String field, Collection<String> choices) {
            super(null, null, false, false);
            this.field = field;
            this.choices = List.copyOf(choices);
        }

        String field() {
            return field;
        }

        List<String> choices() {
            return choices;
        }
    }

    private final SubjectId.Kind about;
    private final Map<String, String> chosen;
    private final String path;
    private final Map<String, ActField> asked;
    private final Set<String> optional = new HashSet<>();
    private boolean namesTheSubject;

    /**
     * @param about the kind of subject that the act is to be about
     * @param chosen the words to answer with, by field
     */
    AskedFields(SubjectId.Kind about, Map<String, String> chosen) {
        this(about, chosen, "", new LinkedHashMap<>());
    }

    private AskedFields(SubjectId.Kind about, Map<String, String> chosen, String path, Map<String, ActField> asked) {
        super(JsonNodeFactory.instance.objectNode(), true);
        this.about = about;
        this.chosen = chosen;
        this.path = path;
        this.asked = asked;
    }

    Collection<ActField> asked() {
        return asked.values();
    }

    /** Whether a field was asked for that names a subject of the kind in question. */
    boolean namesTheSubject() {
        return namesTheSubject;
    }

    private void note(String field, ActField.Type type, Collection<String> words, @Nullable Long max) {
        String name = path + field;
        ActField now = new ActField(name, type, !optional.contains(field), List.copyOf(words), max);
        asked.merge(name, now, (before, again) -> before.required() ? before : again);
    }

    private void note(String field, ActField.Type type, long max) {
        note(field, type, List.of(), max);
    }

    private void note(String field, ActField.Type type) {
        note(field, type, List.of(), null);
    }

    @Override
    boolean has(String field) {
        optional.add(field);
        return true;
    }

    @Override
    String id(String field) {
        note(field, ActField.Type.ID, NAME_CHARACTERS_MAX);
        namesTheSubject |= field.equals(about.word());
        return SOMETHING;
    }

    @Override
    String name(String field) {
        note(field, ActField.Type.NAME, NAME_CHARACTERS_MAX);
        return SOMETHING;
    }

    @Override
    String text(String field) {
        note(field, ActField.Type.TEXT, TEXT_CHARACTERS_MAX);
        return SOMETHING;
    }

    @Override
    boolean flag(String field) {
        note(field, ActField.Type.FLAG);
        return false;
    }

    @Override
    long amountFen(String field) {
        note(field, ActField.Type.AMOUNT_FEN, AMOUNT_FEN_MAX);
        return 0;
    }

    @Override
    @Nullable
    Integer optionalNumber(String field) {
        optional.add(field);
        note(field, ActField.Type.NUMBER);
        return null;
    }

    @Override
    int number(String field) {
        note(field, ActField.Type.NUMBER);
        return 1;
    }

    @Override
    int number(String field, int max) {
        note(field, ActField.Type.NUMBER, max);
        return 1;
    }

    @Override
    LocalDate day(String field) {
        note(field, ActField.Type.TEXT, DAY_CHARACTERS);
        return LocalDate.EPOCH;
    }

    @Override
    Instant instant(String field) {
        note(field, ActField.Type.INSTANT);
        return Instant.EPOCH;
    }

    @Override
    <T> T word(String field, Map<String, T> words) {
        note(field, ActField.Type.WORD, words.keySet(), null);
        String choice = chosen.get(field);
        T meaning = choice == null ? null : words.get(choice);
        if (meaning != null) {
            return meaning;
        }
        T first = words.values().iterator().next();
        if (optional.contains(field) || first instanceof Obligation) {
            return first;
        }
        throw new Undecided(field, words.keySet());
    }

    @Override
    List<String> names(String field) {
        note(field, ActField.Type.NAMES, LIST_ENTRIES_MAX);
        return List.of(SOMETHING);
    }

    @Override
    <T> List<T> words(String field, Map<String, T> words) {
        note(field, ActField.Type.WORDS, words.keySet(), null);
        return List.of(words.values().iterator().next());
    }

    @Override
    List<Fields> objects(String field) {
        note(field, ActField.Type.OBJECTS, LIST_ENTRIES_MAX);
        return List.of(new AskedFields(about, chosen, path + field + "/", asked));
    }

    @Override
    Map<String, String> texts(String field) {
        note(field, ActField.Type.TEXTS);
        return Map.of();
    }

    @Override
    Content content(String field) {
        note(field, ActField.Type.TEXTS);
        return Content.NOTHING;
    }

    @Override
    SubjectId oneOf(SubjectId.Kind... kinds) {
        SubjectId.Kind kind = Arrays.asList(kinds).contains(about) ? about : kinds[0];
        return new SubjectId(kind, id(kind.word()));
    }

    @Override
    SubjectId subject(String field) {
        note(field, ActField.Type.SUBJECT, NAME_CHARACTERS_MAX);
        namesTheSubject = true;
        return new SubjectId(about, SOMETHING);
    }

    @Override
    SubjectId caseNamed(String field) {
        return subject(field);
    }
}
