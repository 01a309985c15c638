package io.redress.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Requests that somebody could make who has the contract and bad luck, or bad intentions: an operation with an example
 * of the contract, and then something is wrong with its body, its address, its parameters, its headers or its method.
 */
final class Nonsense {
    /** @param spoilt in which way, for people */
    record Request(
            String operation, String spoilt, String method, String target, Map<String, String> headers, byte[] body) {
        @Override
        public String toString() {
            String text = new String(body, StandardCharsets.UTF_8);
            return "%s, %s: %s %s %s %s"
                    .formatted(
                            operation,
                            spoilt,
                            method,
                            target.length() > 300 ? target.substring(0, 300) + "…" : target,
                            headers,
                            text.length() > 600 ? text.substring(0, 600) + "…" : text);
        }
    }

    private record Operation(String id, String method, String path, List<String> parameters, List<JsonNode> examples) {}

    private static final Path CONTRACT = Path.of("..", "..", "api-contracts", "openapi", "redress.yaml");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "\uD800",
            "\u202E",
            "\uFEFF",
            "null",
            "-1",
            "1e999",
            "0x10",
            "O'; DROP TABLE order; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://nowhere/x}",
            "{{7*7}}",
            "%00",
            "../../etc/passwd",
            "订单".repeat(400),
            "a".repeat(10_001),
            "2026-02-30T00:00:00+08:00",
            "2026-11-13T09:00:00",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "2026-11-13T24:00:00+08:00",
            "PT48H",
            "P-1D",
            "P99999999999D",
            "PT0S",
            "merchant:",
            ":",
            "order/",
            "order/O1001",
            "order/hidden-order",
            "return/hidden-return",
            "intervention/return/",
            "🍵",
            "true",
            "é\u0301",
            "\n\r\t");
    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "1.5",
            "1e999",
            "9007199254740993",
            "9223372036854775808",
            "-9223372036854775809",
            "1" + "0".repeat(400),
            "1e-400");
    /** Of these some are there, and not for everybody. */
    private static final List<String> IDS = List.of(
            "hidden-order",
            "hidden-return",
            "hidden-complaint",
            ".",
            "..",
            "%2E%2E",
            "%2F",
            "%5C",
            "%00",
            "%0A",
            "%ED%A0%80",
            "%FF",
            "%25",
            "a;b=c",
            "a%3Bb",
            "x".repeat(201),
            "x".repeat(4_000),
            "%E8%AE%A2%E5%8D%95",
            "%F0%9F%8D%B5",
            "'",
            "*",
            "~",
            "O1001%20",
            "undefined",
            "NaN");

    private static final List<String> METHODS =
            List.of("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "QUERY", "POST", "GET");
    private static final Map<String, List<String>> HEADERS = Map.of(
            "Accept",
                    List.of(
                            "text/html",
                            "*/*;q=0",
                            "application/xml",
                            "nonsense",
                            "application/json;q=2",
                            ",,,",
                            "x".repeat(3_000)),
            "Accept-Language", List.of("tlh", "*", "en;q=5", "x".repeat(3_000), "zh-Hans-CN,en;q=0", ";;;", "-"),
            "Content-Type",
                    List.of(
                            "text/plain",
                            "application/xml",
                            "nonsense",
                            "application/json;charset=utf-16",
                            "multipart/form-data",
                            "application/json;charset=klingon",
                            "application/x-www-form-urlencoded"),
            "Idempotency-Key", List.of("", " ", "x".repeat(256), "x".repeat(7_000), "\u00e9", "a b", "\""),
            "If-Match",
                    List.of(
                            "*",
                            "\"",
                            "3",
                            "\"x\"",
                            "W/\"3\"",
                            "\"-1\"",
                            "\"99999999999999999999\"",
                            "\"0\"",
                            "\"1\", \"2\""),
            "If-None-Match", List.of("*", "\"", "W/\"x\"", "x".repeat(3_000)),
            "Prefer",
                    List.of(
                            "wait=-1",
                            "wait=99999999999999",
                            "wait=soon",
                            "wait",
                            "return=minimal",
                            "wait=0;x",
                            "wait=1,wait=2"),
            "Authorization",
                    List.of(
                            "Bearer",
                            "Bearer ",
                            "Basic eDp5",
                            "Bearer x.y.z",
                            "Bearer " + "x".repeat(5_000),
                            "Bearer eyJhbGciOiJub25lIn0.e30."),
            "Content-Encoding", List.of("gzip", "nonsense"),
            "Expect", List.of("nonsense"));
    private static final List<String> QUERIES = List.of(
            "limit=0",
            "limit=101",
            "limit=-1",
            "limit=x",
            "limit=99999999999999999999",
            "limit=",
            "cursor=",
            "cursor=x",
            "cursor=" + "A".repeat(9_000),
            "cursor=bm9uc2Vuc2U",
            "cursor=%00",
            "party=",
            "party=merchant",
            "party=%00:x",
            "party=king:x",
            "party=merchant:a&party=merchant:b",
            "state=x",
            "kind=x",
            "after=-1",
            "after=x",
            "unknown=1",
            "at=yesterday",
            "at=2026-02-30T00:00:00Z",
            "from=x",
            "to=x",
            "%=",
            "&&&",
            "a=b=c",
            "limit=1&limit=2",
            "\u2603=1");

    private final RandomGenerator random;
    private final ObjectMapper json = new ObjectMapper();
    private final List<Operation> operations = new ArrayList<>();

    Nonsense(RandomGenerator random) {
        this.random = random;
        JsonNode contract;
        try {
            contract = new ObjectMapper(new YAMLFactory()).readTree(CONTRACT.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        contract.get("paths").properties().forEach(path -> {
            for (String method : List.of("get", "post", "put", "patch", "delete")) {
                JsonNode operation = path.getValue().get(method);
                // moving the clock of all would end the story of the others
                if (operation != null && !path.getKey().equals("/sandbox/clock/advance")) {
                    operations.add(read(contract, path.getKey(), method, path.getValue(), operation));
                }
            }
        });
    }

    private static Operation read(JsonNode contract, String path, String method, JsonNode item, JsonNode operation) {
        String address = path;
        List<String> queries = new ArrayList<>();
        List<JsonNode> parameters = new ArrayList<>();
        item.path("parameters").forEach(parameters::add);
        operation.path("parameters").forEach(parameters::add);
        for (JsonNode reference : parameters) {
            JsonNode parameter = resolve(contract, reference);
            if (parameter.get("in").asText().equals("path")) {
                address = address.replace(
                        "{" + parameter.get("name").asText() + "}",
                        parameter.path("example").asText("x"));
            } else if (parameter.get("in").asText().equals("query")) {
                queries.add(parameter.get("name").asText());
            }
        }
        List<JsonNode> examples = new ArrayList<>();
        resolve(contract, operation.path("requestBody"))
                .at("/content/application~1json/examples")
                .forEach(example -> examples.add(example.get("value")));
        return new Operation(operation.get("operationId").asText(), method.toUpperCase(), address, queries, examples);
    }

    private static JsonNode resolve(JsonNode contract, JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null
                ? node
                : resolve(contract, contract.at(reference.asText().substring(1)));
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** One more request that makes no sense. */
    Request next(Map<String, String> credentials) {
        Operation operation = any(operations);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", credentials.get(any(List.copyOf(credentials.keySet()))));
        headers.put("Accept-Language", random.nextBoolean() ? "en" : "zh-CN");
        JsonNode example = operation.examples().isEmpty()
                ? null
                : any(operation.examples()).deepCopy();
        byte[] body = bytes(example == null ? "" : example.toString());
        if (!operation.method().equals("GET")) {
            headers.put("Content-Type", "application/json");
            headers.put("Idempotency-Key", "fuzz-" + Long.toHexString(random.nextLong()));
        }
        String method = operation.method();
        String target = "/api/v1" + operation.path();
        String spoilt;
        switch (random.nextInt(example == null ? 6 : 12)) {
            case 0 -> {
                spoilt = "another method";
                method = any(METHODS);
            }
            case 1 -> {
                spoilt = "an odd name in the address";
                List<String> parts = new ArrayList<>(List.of(target.split("/", -1)));
                parts.set(3 + random.nextInt(parts.size() - 3), any(IDS));
                target = String.join("/", parts);
            }
            case 2 -> {
                spoilt = "odd parameters";
                target += "?" + any(QUERIES) + (random.nextBoolean() ? "&" + any(QUERIES) : "");
            }
            case 3 -> {
                spoilt = "a parameter with an odd value";
                String name = operation.parameters().isEmpty() ? "limit" : any(operation.parameters());
                target +=
                        "?" + name + "=" + URLEncoder.encode(any(TEXTS).replace("\uD800", "?"), StandardCharsets.UTF_8);
            }
            case 4 -> {
                String header = any(List.copyOf(HEADERS.keySet()));
                spoilt = "an odd " + header;
                headers.put(header, any(HEADERS.get(header)));
            }
            case 5 -> {
                String header = any(List.of("Authorization", "Idempotency-Key", "Content-Type"));
                spoilt = "no " + header;
                headers.remove(header);
            }
            case 6 -> {
                spoilt = "no JSON";
                body = bytes(broken(new String(body, StandardCharsets.UTF_8)));
            }
            case 7 -> {
                spoilt = "no UTF-8";
                int at = random.nextInt(Math.max(1, body.length));
                if (body.length > 0) {
                    body[at] = (byte) 0xFF;
                }
            }
            case 8 -> {
                spoilt = "another kind of body";
                body = bytes(any(List.of("", "null", "[]", "[{}]", "7", "\"text\"", "true", "{}", "NaN")));
            }
            default -> {
                spoilt = "an odd field";
                spoil(example);
                body = bytes(text(example));
            }
        }
        return new Request(operation.id(), spoilt, method, target, headers, body);
    }

    private String broken(String text) {
        int cut = random.nextInt(Math.max(1, text.length()));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, cut);
            case 1 -> text + text;
            case 2 -> "[".repeat(5_000);
            case 3 -> "{\"a\":".repeat(5_000);
            case 4 -> text.replaceFirst("\\{", "{\"kind\":1,\"kind\":2,");
            default -> text.substring(0, cut) + any(TEXTS) + text.substring(cut);
        };
    }

    /** Does something to a field, somewhere in the body. */
    private void spoil(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            if (names.isEmpty()) {
                object.set(any(TEXTS), odd());
                return;
            }
            String name = any(names);
            JsonNode inside = object.get(name);
            switch (random.nextInt(inside.isContainerNode() ? 4 : 3)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name, odd());
                case 2 -> object.set(name, random.nextBoolean() ? NODES.textNode(any(TEXTS)) : odd());
                default -> spoil(inside);
            }
        } else if (node instanceof ArrayNode array) {
            switch (random.nextInt(4)) {
                case 0 -> array.removeAll();
                case 1 -> array.add(odd());
                case 2 -> {
                    if (!array.isEmpty()) {
                        array.add(array.get(0));
                    }
                }
                default -> {
                    if (!array.isEmpty() && array.get(0).isContainerNode()) {
                        spoil(array.get(0));
                    } else {
                        array.insert(0, odd());
                    }
                }
            }
        }
    }

    private JsonNode odd() {
        return switch (random.nextInt(7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.arrayNode().add(any(TEXTS));
            case 3 -> NODES.objectNode().put("line", any(TEXTS)).put("amount", random.nextLong());
            case 4 -> NODES.rawValueNode(new com.fasterxml.jackson.databind.util.RawValue(any(NUMBERS)));
            case 5 -> NODES.arrayNode();
            default -> NODES.textNode(any(TEXTS));
        };
    }

    private String text(JsonNode node) {
        try {
            return json.writeValueAsString(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
