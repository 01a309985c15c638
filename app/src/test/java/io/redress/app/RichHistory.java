package io.redress.app;

import io.redress.api.SubjectId;
import io.redress.api.record.ForgetRecord;
import io.redress.api.window.Obligation;
import io.redress.api.window.RecordUnheard;
import io.redress.api.window.WindowLapsed;
import io.redress.command.door.ActReader;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.rule.Refusal;
import io.redress.query.PersonalData;
import io.redress.query.Reader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every sample scenario at once, and what none of them does: side by side in one history, each with ids and parties of its own. */
final class RichHistory {
    private static final Set<String> NAMES = Set.of(
            "order",
            "return",
            "complaint",
            "inquiry",
            "report",
            "consumer",
            "merchant",
            "operator",
            "room",
            "agreedBy");

    private static final List<String> TEXTS =
            List.of("reason", "reasons", "clause", "remedy", "text", "comment", "instructions", "waybill");

    /** What no sample does: goods that are exchanged or repaired, a complaint that is redirected, plans that are proposed. */
    private static final String THE_REST = """
            {"at": "2026-11-11T20:00:00+08:00", "do": "register-order", "order": "G1", "consumer": "U1", \
             "merchant": "M1", "operator": "H1", "room": "L1", "paidAt": "2026-11-11T20:00:00+08:00", \
             "lines": [{"line": "A", "amount": 100}, {"line": "B", "amount": 100}]}
            {"at": "2026-11-11T21:00:00+08:00", "do": "ship", "order": "G1"}
            {"at": "2026-11-12T09:00:00+08:00", "do": "deliver", "order": "G1"}
            {"at": "2026-11-12T10:00:00+08:00", "do": "file-return", "return": "G2", "order": "G1", \
             "kind": "exchange", "reason": "quality", "lines": ["A"]}
            {"at": "2026-11-12T10:00:00+08:00", "do": "file-return", "return": "G3", "order": "G1", \
             "kind": "repair", "reason": "quality", "lines": ["B"]}
            {"at": "2026-11-12T11:00:00+08:00", "do": "accept-return", "return": "G2", "instructions": "by post"}
            {"at": "2026-11-12T11:00:00+08:00", "do": "accept-return", "return": "G3", "instructions": "by post"}
            {"at": "2026-11-12T12:00:00+08:00", "do": "ship-back", "return": "G2", "waybill": "W2"}
            {"at": "2026-11-12T12:00:00+08:00", "do": "ship-back", "return": "G3", "waybill": "W3"}
            {"at": "2026-11-13T09:00:00+08:00", "do": "goods-back", "return": "G2"}
            {"at": "2026-11-13T09:00:00+08:00", "do": "goods-back", "return": "G3"}
            {"at": "2026-11-13T10:00:00+08:00", "do": "ship-replacement", "return": "G2"}
            {"at": "2026-11-13T10:00:00+08:00", "do": "ship-repaired", "return": "G3"}
            {"at": "2026-11-13T11:00:00+08:00", "do": "file-complaint", "complaint": "G4", "consumer": "U1", \
             "against": "merchant", "merchant": "M1", "operator": "H1", "room": "L1", "serious": false}
            {"at": "2026-11-13T12:00:00+08:00", "do": "redirect-complaint", "complaint": "G4", "to": "operator", \
             "reason": "it is about the room"}
            {"at": "2026-11-13T13:00:00+08:00", "do": "propose-plan", "merchant": "G/1", "room": "L1", \
             "operator": "H1", "windows": {"merchant-ship-goods": "P2WD"}}
            {"at": "2026-11-13T14:00:00+08:00", "do": "decline-plan", "merchant": "G/1", "room": "L1", \
             "operator": "H1", "reason": "too slow"}
            {"at": "2026-11-13T15:00:00+08:00", "do": "propose-plan", "merchant": "G/1", "room": "L1", \
             "operator": "H1", "windows": {"merchant-ship-goods": "P1WD"}, "effectiveAt": "2026-11-20T00:00:00+08:00"}
            {"at": "2026-11-13T16:00:00+08:00", "do": "confirm-plan", "merchant": "G/1", "room": "L1", \
             "operator": "H1"}
            {"at": "2026-11-13T17:00:00+08:00", "do": "propose-plan", "merchant": "G/1", "room": "L1", \
             "operator": "H1", "windows": {}}
            """;

    /** What no scenario can tell, because it is done over the API only: after all the rest, three weeks apart. */
    private static final List<List<String>> OVER_THE_API = List.of(
            // on Wednesday 2027-03-03 G7 moves sooner, G9 later, G8 not at all, and G10 not as soon as it might
            List.of(
                    order("G7"),
                    order("G8"),
                    "ship {'order': 'G8'}",
                    "deliver {'order': 'G8'}",
                    "file-return {'return': 'G9', 'order': 'G8', 'kind': 'exchange', 'reason': 'quality', 'lines': ['A']}",
                    "refuse-return {'return': 'G9', 'reason': 'worn'}",
                    order("G10").replace("{now}", "2027-02-26T20:00:00+08:00"),
                    "load-calendar-notice {'number': 'invented', 'issuedOn': '2026-11-11', 'source': 'invented', "
                            + "'year': 2027, 'daysOff': [{'date': '2027-03-18', 'holiday': '妇女节'}], 'workdays': "
                            + "[{'date': '2027-02-27', 'holiday': '妇女节'}, {'date': '2027-03-06', 'holiday': '妇女节'}]}"),
            List.of(
                    order("G19"),
                    complaint("G20", "G19"),
                    complaint("G21", "G19"),
                    complaint("G22", "G19"),
                    "publish-statement {'kind': 'party', 'by': 'merchant', 'merchant': 'M1', "
                            + "'content': {'displayName': 'M one', 'contacts': [{'role': 'service', 'address': 'x'}]}}",
                    "publish-statement {'kind': 'staffing', 'by': 'merchant', 'merchant': 'M1', 'operator': 'H1', "
                            + "'room': 'L/1', 'content': {'planned': 4, 'assigned': 3, 'from': '2026-11-11'}}",
                    "publish-rules {'windows': {}, 'secondPersonAboveFen': 1000, 'effectiveAt': '{in twenty days}'}"),
            List.of(
                    "open-intervention {'complaint': 'G20', 'agent': 'A1'}",
                    decision(500).replace("G6", "G20"),
                    "appeal {'complaint': 'G20', 'by': 'consumer'}",
                    "decide-appeal {'complaint': 'G20', 'agent': 'A3', 'outcome': 'reversed', 'orders': 'operator', "
                            + "'amountFen': 900, 'finding': 'operator-at-fault', 'clause': 'article 23', "
                            + "'reasons': 'heard again'}",
                    "open-intervention {'complaint': 'G21', 'agent': 'A1'}",
                    "settle {'complaint': 'G21', 'amountFen': 100, 'agent': 'A1', 'reasons': 'they agreed'}",
                    "open-intervention {'complaint': 'G22', 'agent': 'A1'}",
                    "refer-outside {'complaint': 'G22', 'agent': 'A1', 'reasons': 'a court must hear a witness'}",
                    order("G5"),
                    complaint("G6", "G5")),
            List.of(
                    "open-intervention {'complaint': 'G6', 'agent': 'A1'}",
                    "send-message {'complaint': 'G6', 'by': 'platform', 'text': 'please say what was agreed'}",
                    decision(9_900),
                    "return-decision {'complaint': 'G6', 'agent': 'A2', 'reason': 'too much'}",
                    decision(5_000),
                    "confirm-decision {'complaint': 'G6', 'agent': 'A2'}",
                    "perform-decision {'complaint': 'G6'}",
                    "rate {'complaint': 'G6', 'of': 'merchant', 'stars': 2, 'comment': 'it took weeks'}",
                    "rate {'complaint': 'G6', 'of': 'operator', 'stars': 5}"),
            List.of(
                    "ask-forgetting {'consumer': 'U9'}",
                    "hold-record {'subject': 'complaint/G22', 'reason': 'a court may ask for it'}",
                    "lift-hold {'subject': 'complaint/G22', 'reason': 'none did'}",
                    "ask-opening {'subject': 'complaint/G22', 'agent': 'A1', 'reason': 'a court asks after all'}",
                    "open-record {'subject': 'complaint/G22', 'agent': 'A2', 'opening': 1}",
                    "ask-opening {'subject': 'complaint/G22', 'agent': 'A2', 'reason': 'it asks for more'}"),
            List.of(
                    order("G17"),
                    "ship {'order': 'G17'}",
                    correction("'order': 'G17', 'fact': 'ship', 'occurredAt': 'never'"),
                    "ship {'order': 'G17'}",
                    "deliver {'order': 'G17'}",
                    correction("'order': 'G17', 'fact': 'deliver', 'occurredAt': '{now}'"),
                    "file-return {'return': 'G18', 'order': 'G17', 'kind': 'refund-only', 'reason': 'quality', "
                            + "'lines': ['A']}",
                    "accept-return {'return': 'G18'}",
                    "refund {'return': 'G18'}",
                    correction("'return': 'G18', 'fact': 'refund', 'occurredAt': 'never'")));

    private static String correction(String how) {
        return "correct-fact {" + how + ", 'reason': 'mistyped'}";
    }

    private static String complaint(String id, String order) {
        return "file-complaint {'complaint': '" + id + "', 'order': '" + order
                + "', 'consumer': 'U1', 'against': 'merchant', "
                + "'merchant': 'M1', 'operator': 'H1', 'room': 'L1', 'serious': false}";
    }

    private static String order(String id) {
        return "register-order {'order': '" + id + "', 'consumer': 'U1', 'merchant': 'M1', 'operator': 'H1', "
                + "'room': 'L1', 'paidAt': '{now}', 'lines': [{'line': 'A', 'amount': 9900, 'noReasonReturn': true}, "
                + "{'line': 'B', 'amount': 100}]}";
    }

    private static String decision(int amountFen) {
        return "decide {'complaint': 'G6', 'orders': 'merchant', 'amountFen': " + amountFen
                + ", 'finding': 'merchant-at-fault', 'clause': 'article 24', 'reasons': 'as shown', 'agent': 'A1'}";
    }

    private RichHistory() {}

    /** Plays it on a sandbox that was not started yet; returns how many acts were done. */
    static int play(Node node) throws IOException {
        return play(node, text -> text);
    }

    /** The same with other words in every text that somebody writes. */
    static int play(Node node, UnaryOperator<String> words) throws IOException {
        List<Scenario.Line> lines = new ArrayList<>();
        for (Path scenario : ScenarioTest.scenarios()) {
            String prefix = scenario.getFileName().toString().replace(".jsonl", "-");
            Scenario.read(scenario).lines().forEach(line -> lines.add(renamed(line, prefix)));
        }
        lines.addAll(Scenario.read(THE_REST, "the rest").lines());
        lines.sort(Comparator.comparing(Scenario.Line::at));
        node.clock().startAt(lines.getFirst().at());
        int done = 0;
        for (Scenario.Line line : lines) {
            node.clock().advanceTo(line.at());
            if (!line.act().equals(Scenario.ADVANCE)) {
                ObjectNode fields = ((ObjectNode) line.fields()).deepCopy();
                fields.remove(List.of("at", "do")); // the API does not know them
                try {
                    node.door()
                            .perform(reader(node, line.act())
                                    .read(line.act(), worded(line.act(), fields, words), line.at()));
                    done++;
                } catch (Refusal refused) {
                    // some are there to be refused
                }
            }
        }
        for (List<String> acts : OVER_THE_API) {
            node.clock().advanceTo(node.now().plus(Duration.ofDays(21)));
            Instant now = node.now();
            for (String act : acts) {
                String[] parts = act.split(" ", 2);
                String inTwentyDays = now.plus(Duration.ofDays(20)).toString();
                JsonNode fields =
                        Node.json(parts[1].replace("{now}", now.toString()).replace("{in twenty days}", inTwentyDays));
                node.act(parts[0], worded(parts[0], fields, words).toString());
                done++;
            }
        }
        readAndForgotten(node);
        return done;
    }

    /** What the service does by itself. */
    private static void readAndForgotten(Node node) {
        WindowLapsed lapsed = node.events().stream()
                .filter(WindowLapsed.class::isInstance)
                .map(WindowLapsed.class::cast)
                .filter(lapse -> lapse.window().obligation() == Obligation.MERCHANT_DECIDE_REFUND_ONLY)
                .findFirst()
                .orElseThrow();
        node.door().recordUnheard(new RecordUnheard(lapsed.subject(), node.now(), lapsed.window(), null));
        node.bean(PersonalData.class).of(Reader.PLATFORM, List.of(SubjectId.complaint("G6")));
        SubjectId over = SubjectId.complaint("G21");
        int keys = node.bean(PersonalKeys.class).count(over, List.of());
        Instant now = node.now();
        // three years from now the term would be over
        Instant end = now.plus(Duration.ofDays(3 * 366));
        node.door().perform(new ForgetRecord(over.record(), now, keys, "complaint", end));
    }

    /** What a scenario knows is read as in a scenario: rules hold at once, and decisions give no grounds. */
    private static ActReader reader(Node node, String act) {
        ActReader scenario = new ActReader();
        return scenario.acts().contains(act) ? scenario : node.bean(ActReader.class);
    }

    /** What is free to be said; the reason of a return request is a word of a list. */
    private static JsonNode worded(String act, JsonNode fields, UnaryOperator<String> words) {
        ObjectNode worded = ((ObjectNode) fields).deepCopy();
        for (String name : TEXTS) {
            JsonNode text = worded.get(name);
            if (text != null && text.isString() && !act.equals("file-return")) {
                worded.put(name, words.apply(text.stringValue()));
            }
        }
        return worded;
    }

    private static Scenario.Line renamed(Scenario.Line line, String prefix) {
        ObjectNode fields = ((ObjectNode) line.fields()).deepCopy();
        for (String name : NAMES) {
            JsonNode value = fields.get(name);
            if (value != null && value.isString()) {
                fields.put(name, prefix + value.stringValue());
            }
        }
        JsonNode subject = fields.get("subject");
        if (subject != null && subject.isString()) {
            fields.put("subject", subject.stringValue().replaceFirst("/(?=[^/]*$)", "/" + prefix));
        }
        return new Scenario.Line(line.number(), line.at(), line.act(), fields);
    }
}
