package io.redress.app.webhook;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Refusal.Reason;
import io.redress.command.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A refusal as it is kept with the callback that it answers: its reasons, so that they can be said in any language. */
final class KeptRefusal {
    private KeptRefusal() {}

    /** @param refusal null of what is not the sender's to do as things stand */
    static ObjectNode write(JsonMapper json, @Nullable Refusal refusal) {
        ObjectNode kept = json.createObjectNode();
        kept.put("code", refusal == null ? "http-403" : refusal.rule().code());
        if (refusal != null) {
            kept.set("reasons", json.valueToTree(refusal.reasons()));
        }
        return kept;
    }

    /** The refusal; null of what was not the sender's to do. */
    static @Nullable Refusal read(JsonNode kept) {
        JsonNode reasons = kept.path("reasons");
        if (reasons.isEmpty()) {
            return null;
        }
        List<Reason> read = new ArrayList<>();
        for (JsonNode reason : reasons) {
            read.add(new Reason(
                    Rule.valueOf(reason.required("rule").stringValue()),
                    text(reason, "field"),
                    Arrays.stream(reason.required("details").valueStream().toArray(JsonNode[]::new))
                            .map(JsonNode::stringValue)
                            .toList(),
                    text(reason, "clause")));
        }
        return new Refusal(read);
    }

    private static @Nullable String text(JsonNode reason, String field) {
        JsonNode text = reason.path(field);
        return text.isString() ? text.stringValue() : null;
    }
}
