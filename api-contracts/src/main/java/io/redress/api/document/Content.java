package io.redress.api.document;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a statement says, by the names of its fields: texts, whole numbers, flags, lists and objects of these. Equal when
 * it says the same.
 */
public record Content(@JsonValue Map<String, Object> fields) {
    public static final Content NOTHING = new Content(Map.of());

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Content {
        fields = copied(fields);
    }

    private static Map<String, Object> copied(Map<?, ?> fields) {
        Map<String, Object> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put((String) name, copied(value)));
        return Collections.unmodifiableMap(copy);
    }

    /** Numbers are long, however short the reader of the JSON made them. */
    private static Object copied(Object value) {
        return switch (value) {
            case Map<?, ?> object -> copied(object);
            case List<?> list -> list.stream().map(Content::copied).toList();
            case Integer number -> number.longValue();
            case String _, Long _, Boolean _ -> value;
            default -> throw new IllegalArgumentException("a statement says no such thing: " + value.getClass());
        };
    }
}
