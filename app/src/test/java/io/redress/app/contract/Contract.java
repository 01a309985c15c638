package io.redress.app.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract as it ships, and its operations. */
final class Contract {
    static final String BASE = "/api/v1";
    static final String LINES = "application/x-ndjson";

    private static final ClassPathResource RESOURCE = new ClassPathResource("openapi/redress.yaml");
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
    private static final Contract SHIPPED = new Contract();

    private final JsonNode document;

    private Contract() {
        YamlMapFactoryBean yaml = new YamlMapFactoryBean();
        yaml.setResources(RESOURCE);
        document = JsonMapper.shared().valueToTree(Objects.requireNonNull(yaml.getObject()));
    }

    static Contract shipped() {
        return SHIPPED;
    }

    /** As it was written. */
    static String text() {
        try {
            return RESOURCE.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode document() {
        return document;
    }

    JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    /** What a reference stands for, or the node itself; what stands beside the reference is left out. */
    JsonNode resolve(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null
                ? node
                : resolve(document.at(reference.stringValue().substring(1)));
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.get("paths").properties().forEach(path -> {
            for (String method : METHODS) {
                JsonNode operation = path.getValue().get(method);
                if (operation != null) {
                    operations.add(new Operation(method.toUpperCase(), path.getKey(), path.getValue(), operation));
                }
            }
        });
        return operations;
    }

    Operation operation(String id) {
        return operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the contract has no operation " + id));
    }

    /** What parties do, as opposed to what they read and stage, to keys and to the sandbox. */
    List<Operation> acts() {
        return operations().stream().filter(Operation::isAct).toList();
    }

    /** One operation. */
    final class Operation {
        private final String method;
        private final String path;
        private final JsonNode item;
        private final JsonNode node;

        private Operation(String method, String path, JsonNode item, JsonNode node) {
            this.method = method;
            this.path = path;
            this.item = item;
            this.node = node;
        }

        String id() {
            return node.path("operationId").asString("");
        }

        String method() {
            return method;
        }

        String path() {
            return path;
        }

        JsonNode node() {
            return node;
        }

        boolean isAct() {
            return method.equals("POST")
                    && !path.startsWith("/sandbox")
                    && !path.startsWith("/api-keys")
                    && !path.startsWith("/webhook-endpoints")
                    && !path.startsWith("/callbacks")
                    && !path.endsWith("/files")
                    && !takesLines();
        }

        /** Whether it takes and gives lines of JSON, each an act by itself. */
        boolean takesLines() {
            return path.equals("/facts");
        }

        /** Whether a request to it has a name of its own. */
        boolean takesAKey() {
            return parameters().stream()
                    .anyMatch(parameter -> parameter.get("name").stringValue().equals("Idempotency-Key"));
        }

        /** Whether the subject is named by the address. */
        boolean namesItsSubject() {
            return path.contains("{");
        }

        /** The name under which events and scenarios know the act: what its answer says. */
        String act() {
            return answer().at("/content/application~1json/examples/done/value/act")
                    .stringValue();
        }

        private JsonNode answer() {
            JsonNode responses = node.get("responses");
            return responses.has("201") ? responses.get("201") : responses.get("200");
        }

        int success() {
            return node.get("responses").has("201")
                    ? 201
                    : node.get("responses").has("202") ? 202 : 200;
        }

        List<JsonNode> parameters() {
            List<JsonNode> parameters = new ArrayList<>();
            item.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
            node.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
            return parameters;
        }

        /** The address with the names that the contract gives as examples. */
        String exampleAddress() {
            String address = path;
            for (JsonNode parameter : parameters()) {
                if (parameter.get("in").stringValue().equals("path")) {
                    address = address.replace(
                            "{" + parameter.get("name").stringValue() + "}",
                            parameter.get("example").stringValue());
                }
            }
            return address;
        }

        private JsonNode body() {
            JsonNode content = resolve(node.path("requestBody")).path("content");
            return content.path(takesLines() ? LINES : "application/json");
        }

        /** The fields that it takes; of alternatives, those of all. */
        Map<String, JsonNode> fields() {
            Map<String, JsonNode> fields = new LinkedHashMap<>();
            collect(resolve(body().path("schema")), fields);
            return fields;
        }

        private void collect(JsonNode schema, Map<String, JsonNode> fields) {
            schema.path("properties").properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            schema.path("oneOf").forEach(alternative -> collect(resolve(alternative), fields));
        }

        /** Whether this field must be there; of alternatives, in any of them. */
        boolean requires(String field) {
            return requires(resolve(body().path("schema")), field);
        }

        private boolean requires(JsonNode schema, String field) {
            for (JsonNode required : schema.path("required")) {
                if (required.stringValue().equals(field)) {
                    return true;
                }
            }
            for (JsonNode alternative : schema.path("oneOf")) {
                if (requires(resolve(alternative), field)) {
                    return true;
                }
            }
            return false;
        }

        /** What the contract shows as requests, by name. */
        Map<String, JsonNode> requests() {
            Map<String, JsonNode> requests = new LinkedHashMap<>();
            body().path("examples")
                    .properties()
                    .forEach(example ->
                            requests.put(example.getKey(), example.getValue().get("value")));
            return requests;
        }

        /** The codes with which it may be refused because of how its subject stands. */
        List<String> refusals() {
            return node.path("x-refusals")
                    .valueStream()
                    .map(JsonNode::stringValue)
                    .toList();
        }

        List<String> clauses() {
            return node.path("x-clause")
                    .valueStream()
                    .map(JsonNode::stringValue)
                    .toList();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
