package io.redress.query.statements;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.query.documents.VersionState;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A statement as it stands at an instant.
 *
 * @param by whose statement it is
 * @param about what tells it from others of its kind; null where there is but one
 * @param open whether it is for everybody
 * @param inForce null while no version has taken effect
 */
public record StatementView(
        SubjectId subject,
        String kind,
        Party by,
        @Nullable String merchant,
        @Nullable String operator,
        @Nullable String room,
        @Nullable String about,
        boolean open,
        @Nullable Version inForce) {

    /**
     * A version of a statement.
     *
     * @param number counted from 1 for each statement
     * @param effectiveUntil when a later version takes its place; null while none is known
     * @param content what it says, in the fields of its kind
     * @param replaces the number of the version whose place it takes, null when there was none
     * @param changes what it says otherwise than the version that it replaces
     */
    public record Version(
            int number,
            VersionState state,
            OffsetDateTime publishedAt,
            Party publishedBy,
            OffsetDateTime effectiveAt,
            @Nullable OffsetDateTime effectiveUntil,
            JsonNode content,
            @Nullable Integer replaces,
            List<Difference> changes) {}

    /**
     * A field that says something else.
     *
     * @param field with its place in lists: {@code channels/0/hours}
     * @param said null where it no longer says anything
     * @param replaced null where nothing was said before
     */
    public record Difference(
            String field, @Nullable String said, @Nullable String replaced) {}

    static List<Difference> compare(JsonNode now, JsonNode before) {
        Map<String, String> said = flat(now);
        Map<String, String> replaced = flat(before);
        TreeSet<String> fields = new TreeSet<>(said.keySet());
        fields.addAll(replaced.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String field : fields) {
            if (!Objects.equals(said.get(field), replaced.get(field))) {
                differences.add(new Difference(field, said.get(field), replaced.get(field)));
            }
        }
        return List.copyOf(differences);
    }

    private static Map<String, String> flat(JsonNode content) {
        Map<String, String> fields = new LinkedHashMap<>();
        collect("", content, fields);
        return fields;
    }

    private static void collect(String place, JsonNode node, Map<String, String> fields) {
        String inside = place.isEmpty() ? "" : place + "/";
        if (node.isObject()) {
            node.properties().forEach(field -> collect(inside + field.getKey(), field.getValue(), fields));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(inside + i, node.get(i), fields);
            }
        } else {
            fields.put(place, node.asString());
        }
    }
}
