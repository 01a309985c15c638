package io.redress.command.door;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Puts combinations of values together that differ in one field only: many combinations, said in few blocks. */
final class Blocks {
    private Blocks() {}

    /**
     * Exactly the same combinations, in blocks within which any value of a field goes with any of the others. Of a list
     * one block holds all values that go with the same others, so that they can be taken together.
     *
     * @param lists the fields that take several values at once
     */
    static List<Map<String, List<JsonNode>>> of(List<Map<String, List<JsonNode>>> combinations, Set<String> lists) {
        List<Map<String, List<JsonNode>>> whole = new ArrayList<>();
        combinations.forEach(combination -> add(combination, whole, lists::contains));
        List<Map<String, List<JsonNode>>> blocks = new ArrayList<>();
        whole.forEach(combination -> add(combination, blocks, field -> !lists.contains(field)));
        return List.copyOf(blocks);
    }

    /** A block that grew may now fit another. */
    private static void add(
            Map<String, List<JsonNode>> block, List<Map<String, List<JsonNode>>> blocks, Predicate<String> mayGrow) {
        for (int i = 0; i < blocks.size(); i++) {
            Map<String, List<JsonNode>> other = blocks.get(i);
            if (other.equals(block)) {
                return;
            }
            List<String> differing = other.keySet().equals(block.keySet())
                    ? other.keySet().stream()
                            .filter(field -> !Objects.equals(other.get(field), block.get(field)))
                            .toList()
                    : List.of();
            if (differing.size() == 1 && mayGrow.test(differing.getFirst())) {
                blocks.remove(i);
                add(joined(other, block, differing.getFirst()), blocks, mayGrow);
                return;
            }
        }
        blocks.add(block);
    }

    private static Map<String, List<JsonNode>> joined(
            Map<String, List<JsonNode>> one, Map<String, List<JsonNode>> other, String field) {
        Map<String, List<JsonNode>> joined = new LinkedHashMap<>(one);
        joined.put(
                field,
                Stream.concat(
                                one.getOrDefault(field, List.of()).stream(),
                                other.getOrDefault(field, List.of()).stream())
                        .distinct()
                        .toList());
        return joined;
    }
}
