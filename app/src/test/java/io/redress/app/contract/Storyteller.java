package io.redress.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.app.contract.Contract.Operation;
import io.redress.app.contract.Exchanges.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells stories over HTTP in the words of the contract. A request is the first that the contract shows for the
 * operation, unless the story names another or changes some fields.
 */
final class Storyteller {
    private static final Contract CONTRACT = Contract.shipped();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final Exchanges exchanges;
    private final AtomicInteger names = new AtomicInteger();
    private final Set<String> caseFiles = new LinkedHashSet<>();

    Storyteller(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    /** The same story, told by a party or by a person at the desk. */
    Storyteller by(String role, String name) {
        JsonNode wish = JsonMapper.shared().createObjectNode().put("role", role).put("party", name);
        return new Storyteller(
                exchanges.as(does("issueSandboxToken", wish).body().get("token").stringValue()));
    }

    /** The addresses of the case files of everything that began. */
    Set<String> caseFiles() {
        return caseFiles;
    }

    /** A name that nothing has yet. */
    String name(String kind) {
        return kind + "-" + names.incrementAndGet();
    }

    /** What the contract shows first for this operation, with other values in some fields. */
    static ObjectNode request(String operation, Map<String, ?> changes) {
        return changed(
                CONTRACT.operation(operation).requests().values().iterator().next(), changes);
    }

    private static ObjectNode changed(JsonNode example, Map<String, ?> changes) {
        ObjectNode request = (ObjectNode) example.deepCopy();
        changes.forEach((field, value) -> request.set(field, JsonMapper.shared().valueToTree(value)));
        return request;
    }

    /** Does it on the subject that the contract shows. */
    Answer does(String operation) {
        return does(operation, Map.of());
    }

    Answer does(String operation, Map<String, ?> changes) {
        return does(operation, request(operation, changes));
    }

    Answer does(String operation, String name) {
        return does(operation, name, Map.of());
    }

    Answer does(String operation, String name, Map<String, ?> changes) {
        return does(operation, request(operation, changes), name);
    }

    /** Does what the contract shows under this name. */
    Answer doesAsShown(String operation, String example, String... name) {
        return does(operation, CONTRACT.operation(operation).requests().get(example), name);
    }

    Answer does(String operation, JsonNode request, String... name) {
        Operation asked = CONTRACT.operation(operation);
        Answer answer = exchanges.to(asked, named(asked, name)).body(request).answer();
        assertThat(answer.status())
                .as(() -> asked + " " + request + "\n" + answer.body())
                .isEqualTo(asked.success());
        if (asked.isAct()) {
            assertThat(answer.body().get("act").stringValue()).isEqualTo(asked.act());
            assertThat(answer.replayed()).isFalse();
        }
        if (answer.location() != null) {
            caseFiles.add(answer.location());
        }
        return answer;
    }

    /** Has it refused, because of how its subject stands, with a code that the contract lists for it. */
    void refuses(String operation, String code, String name) {
        refuses(operation, code, name, Map.of());
    }

    void refuses(String operation, String code, @Nullable String name, Map<String, ?> changes) {
        refuses(operation, code, request(operation, changes), name == null ? new String[0] : new String[] {name});
    }

    void refuses(String operation, String code, Map<String, ?> changes) {
        refuses(operation, code, null, changes);
    }

    void refuses(String operation, String code, JsonNode request, String... name) {
        Operation asked = CONTRACT.operation(operation);
        Answer answer = exchanges.to(asked, named(asked, name)).body(request).answer();
        assertThat(answer.code())
                .as(() -> asked + " " + request + "\n" + answer.body())
                .isEqualTo(code);
        assertThat(answer.status()).isIn(409, 422);
        assertThat(asked.refusals()).as("x-refusals of %s", asked).contains(code);
    }

    private static String[] named(Operation asked, String... name) {
        return asked.namesItsSubject() && name.length == 0
                ? new String[] {asked.exampleAddress().split("/")[2]}
                : name;
    }

    void timePasses(String by) {
        does("advanceSandboxClock", Map.of("by", by));
    }

    /** The answer to a question, with its parameters as they stand in an address. */
    JsonNode asks(String operation, String parameters, String... names) {
        Answer answer =
                exchanges.ask(CONTRACT.operation(operation), parameters, names).answer();
        assertThat(answer.status())
                .as(() -> operation + " " + parameters + " " + List.of(names))
                .isEqualTo(200);
        return answer.body();
    }

    /** The version of a case that is shown after all that was done. */
    String version(String... names) {
        return exchanges
                .ask(CONTRACT.operation("readCase"), "", names)
                .with("Prefer", "wait=10")
                .answer()
                .version();
    }

    /** The answer as soon as there is one: sheets follow the acts. */
    JsonNode eventuallyReads(String operation, String... names) {
        eventually(() -> asks(operation, "", names));
        return asks(operation, "", names);
    }

    static void eventually(Runnable expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                expected.run();
                return;
            } catch (AssertionError | JsonNodeException early) { // a field that is not there yet is early too
                if (System.nanoTime() > deadline) {
                    throw early;
                }
                LockSupport.parkNanos(GLANCE.toNanos());
            }
        }
    }

    /** All items of a list, asked for page by page. */
    List<JsonNode> pages(String operation, String parameters, String... names) {
        List<JsonNode> items = new ArrayList<>();
        JsonNode page = asks(operation, parameters, names);
        while (true) {
            page.get("items").forEach(items::add);
            JsonNode next = page.get("next");
            if (next.isNull()) {
                return items;
            }
            page = asks(operation, parameters + "&cursor=" + next.stringValue(), names);
        }
    }

    /** A page of the feed, which is waited for until it holds so many events. */
    JsonNode hears(String parameters, int count) {
        eventually(() -> assertThat(asks("listEvents", parameters).get("items")).hasSizeGreaterThanOrEqualTo(count));
        return asks("listEvents", parameters);
    }

    /** Everything that happened, asked for page by page until there is nothing more. */
    List<JsonNode> allEvents(String parameters) {
        List<JsonNode> events = new ArrayList<>();
        JsonNode page = asks("listEvents", parameters);
        while (!page.get("items").isEmpty()) {
            page.get("items").forEach(events::add);
            page = asks("listEvents", parameters + "&cursor=" + page.get("next").stringValue());
        }
        return events;
    }

    // ---- how most stories begin

    /** An order that was delivered; its tea may be returned for seven days. */
    String delivered() {
        String order = name("O");
        does("registerOrder", Map.of("order", order));
        does("shipOrder", order);
        does("deliverOrder", order);
        return order;
    }

    String returned(String kind) {
        String request = name("R");
        does("fileReturn", Map.of("return", request, "order", delivered(), "kind", kind, "reason", "quality"));
        return request;
    }

    String complained() {
        String complaint = name("C");
        does("fileComplaint", complaint(complaint));
        return complaint;
    }

    /** A demand of this kind about an order of tea and a cup that was delivered. */
    String demandAboutAnOrder(String kind) {
        return demandAbout(kind, delivered());
    }

    /** The same about nothing but tea at this price. */
    String demandAboutAnOrder(String kind, int teaFen) {
        String order = name("O");
        does("registerOrder", Map.of("order", order, "lines", List.of(Map.of("line", "tea", "amount", teaFen))));
        does("shipOrder", order);
        does("deliverOrder", order);
        return demandAbout(kind, order);
    }

    private String demandAbout(String kind, String order) {
        String demand = name(kind.substring(0, 1));
        if (kind.equals("Return")) {
            does(
                    "fileReturn",
                    Map.of("return", demand, "order", order, "kind", "return-and-refund", "reason", "quality"));
        } else {
            does("fileComplaint", Map.of("complaint", demand, "order", order));
        }
        return demand;
    }

    /** A complaint without an order. */
    static ObjectNode complaint(String name) {
        ObjectNode request = request("fileComplaint", Map.of("complaint", name));
        request.remove("order");
        return request;
    }

    /** A demand of this kind about which nothing was said yet. */
    String demand(String kind) {
        return kind.equals("Return") ? returned("return-and-refund") : complained();
    }
}
