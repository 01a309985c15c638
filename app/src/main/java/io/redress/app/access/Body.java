package io.redress.app.access;

import io.redress.api.Spelling;
import io.redress.api.party.Party;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a request that is no act, for a key, a token or a file; what is missing, ill-formed or not known is
 * named, as acts do it.
 */
public record Body(ObjectNode fields) {
    private static final int TEXT_CHARACTERS_MAX = 200;

    /** What is asked of who sends none. */
    public static final Body NOTHING = new Body(JsonNodeFactory.instance.objectNode());

    /**
     * The body of a request that has these fields and no others.
     *
     * @param known the fields that there are; a misspelt one would mean nothing, and look as if it did
     */
    public static Body of(JsonNode body, String... known) {
        if (!(body instanceof ObjectNode object)) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, "body", "expects.object");
        }
        List<Refusal.Reason> unknown = Refusal.ofUnknown(
                "",
                object.propertyNames().stream()
                        .filter(field -> !Arrays.asList(known).contains(field)));
        if (!unknown.isEmpty()) {
            throw new Refusal(unknown);
        }
        return new Body(object);
    }

    /** Whether something was said in this field. */
    public boolean has(String field) {
        return fields.hasNonNull(field);
    }

    private JsonNode required(String field) {
        if (!has(field)) {
            throw Refusal.ofField(Rule.FIELD_MISSING, field);
        }
        return fields.required(field);
    }

    /** One of these kinds. */
    Kind kind(String field, Collection<Kind> among) {
        JsonNode word = required(field);
        return among.stream()
                .filter(kind -> word.isString() && kind.word().equals(word.stringValue()))
                .findFirst()
                .orElseThrow(() -> Refusal.ofField(
                        Rule.FIELD_ILL_FORMED,
                        field,
                        "expects.one-of",
                        among.stream().sorted().map(Kind::word).collect(Collectors.joining(", "))));
    }

    /** What one of these words stands for. */
    public <T> T word(String field, Map<String, T> words) {
        JsonNode word = required(field);
        T meaning = word.isString() ? words.get(word.stringValue()) : null;
        if (meaning == null) {
            throw Refusal.ofField(
                    Rule.FIELD_ILL_FORMED, field, "expects.one-of", String.join(", ", new TreeSet<>(words.keySet())));
        }
        return meaning;
    }

    /** The name of a party, an agent, a system or a kind of thing. */
    public String name(String field) {
        String name = text(field);
        if (!Spelling.isName(name)) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, field, "expects.name");
        }
        return name;
    }

    /** A note; nothing is an empty one. */
    public String note(String field) {
        return has(field) && !fields.required(field).asString("?").isEmpty() ? text(field) : "";
    }

    private String text(String field) {
        return text(field, TEXT_CHARACTERS_MAX);
    }

    /** A text of so many characters at most. */
    public String text(String field, int charactersMax) {
        JsonNode text = required(field);
        if (!text.isString() || text.stringValue().isEmpty()) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, field, "expects.text");
        }
        if (text.stringValue().length() > charactersMax) {
            throw Refusal.ofField(
                    Rule.FIELD_ILL_FORMED, field, "expects.at-most-characters", Integer.toString(charactersMax));
        }
        if (!AccessTokens.isUnicode(text.stringValue())) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, field, "expects.unicode");
        }
        return text.stringValue();
    }

    /** What a credential of this kind shall be good for; everything that it can be good for when that is not said. */
    Set<Scope> scopes(String field, Kind kind) {
        if (!has(field)) {
            return kind.most();
        }
        JsonNode words = required(field);
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        if (words.isArray()) {
            for (JsonNode word : words) {
                Arrays.stream(Scope.values())
                        .filter(scope -> word.isString() && scope.word().equals(word.stringValue()))
                        .forEach(scopes::add);
            }
        }
        if (scopes.isEmpty() || scopes.size() != words.size() || !kind.most().containsAll(scopes)) {
            throw Refusal.ofField(
                    Rule.FIELD_ILL_FORMED,
                    field,
                    "expects.some-of",
                    kind.most().stream().sorted().map(Scope::word).collect(Collectors.joining(", ")));
        }
        return scopes;
    }

    /** The parties named as {@code role:name}. */
    List<Party> parties(String field) {
        if (!has(field)) {
            return List.of();
        }
        JsonNode texts = required(field);
        List<String> each = new ArrayList<>();
        texts.forEach(text -> each.add(text.isString() ? text.stringValue() : ""));
        List<Party> parties = texts.isArray() ? AccessTokens.connections(each) : null;
        if (parties == null) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, field, "expects.parties");
        }
        return parties;
    }

    /** What a text says; who says nothing that can be read is told what is expected. */
    public <T> T read(String field, Function<String, T> reading, String expects) {
        try {
            return reading.apply(text(field));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, field, expects);
        }
    }

    /** A list of texts of a certain form. */
    public List<String> texts(String field, int max, Predicate<String> form, String expects) {
        JsonNode list = required(field);
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asString("")));
        if (!list.isArray()
                || texts.isEmpty()
                || texts.size() > max
                || list.valueStream().anyMatch(text -> !text.isString())
                || !texts.stream().allMatch(form)) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, field, expects, Integer.toString(max));
        }
        return texts;
    }

    public boolean flag(String field) {
        JsonNode flag = required(field);
        if (!flag.isBoolean()) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, field, "expects.flag");
        }
        return flag.booleanValue();
    }

    int number(String field, int absent, int max) {
        return has(field) ? Math.toIntExact(number(field, max)) : absent;
    }

    /** A whole number from 1 to this. */
    public long number(String field, long max) {
        JsonNode number = required(field);
        if (!number.isIntegralNumber()
                || !number.canConvertToLong()
                || number.longValue() < 1
                || number.longValue() > max) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, field, "expects.from-to", "1", Long.toString(max));
        }
        return number.longValue();
    }
}
