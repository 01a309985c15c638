package io.redress.query.documents;

import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The lengths of a document as they are kept, in the order of the obligations. */
final class WindowLengths {
    private static final TypeReference<TreeMap<Obligation, Length>> KEPT = new TypeReference<>() {};

    private WindowLengths() {}

    static String write(Map<Obligation, Length> windows) {
        return JsonMapper.shared().writeValueAsString(new TreeMap<>(windows));
    }

    static Map<Obligation, Length> read(String json) {
        return JsonMapper.shared().readValue(json, KEPT);
    }
}
