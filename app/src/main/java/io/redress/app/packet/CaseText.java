package io.redress.app.packet;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A case file in plain words, in both languages: what happened, what was due, what was decided. */
final class CaseText {
    private CaseText() {}

    /** The text of a case file, from what {@code case.json} and {@code windows.json} hold. */
    static String of(JsonNode file, Iterable<JsonNode> explained) {
        StringBuilder text = new StringBuilder();
        String subject = file.path("subject").asString();
        text.append(subject).append("\n\n");
        line(text, "consumer", "消费者", file.at("/parties/consumer"));
        line(text, "merchant", "商家", file.at("/parties/merchant"));
        line(text, "room operator", "直播主体", file.at("/parties/operator"));
        line(text, "room", "直播间", file.at("/parties/room"));
        line(text, "state", "状态", file.path("state"));
        line(text, "intervention", "平台介入", file.path("intervention"));
        heading(text, "What happened", "经过");
        for (JsonNode entry : file.path("entries")) {
            text.append(moment(entry.path("at")))
                    .append("  [")
                    .append(entry.path("position").asLong())
                    .append("]\n");
            both(text, entry.path("summary"));
        }
        heading(text, "What was due", "期限");
        for (JsonNode window : explained) {
            text.append(moment(window.path("dueAt")))
                    .append("  ")
                    .append(window.path("owedBy").asString(""))
                    .append("  ")
                    .append(window.path("outcome").asString(""))
                    .append("  ")
                    .append(window.at("/duty/clause").asString(""))
                    .append('\n');
            both(text, window.path("name"));
            both(text, window.at("/length/rule"));
            window.path("asked").forEach(asked -> both(text, asked.path("text")));
            window.path("suspensions").forEach(suspension -> both(text, suspension.path("text")));
            window.path("recounts").forEach(recount -> both(text, recount.path("text")));
        }
        for (String decided : new String[] {"decision", "appeal"}) {
            JsonNode decision = file.path(decided);
            if (decision.isObject()) {
                heading(
                        text,
                        decided.equals("decision") ? "The decision" : "The decision on the appeal",
                        decided.equals("decision") ? "处理决定" : "申诉决定");
                text.append(decision.toPrettyString()).append('\n');
            }
        }
        return text.toString();
    }

    private static void heading(StringBuilder text, String en, String zh) {
        text.append('\n')
                .append(en.toUpperCase(Locale.ROOT))
                .append(" · ")
                .append(zh)
                .append("\n\n");
    }

    private static void line(StringBuilder text, String en, String zh, JsonNode value) {
        text.append(en + " · " + zh + ": " + value.asString("") + "\n");
    }

    private static String moment(JsonNode at) {
        return at.asString("").replace('T', ' ');
    }

    private static void both(StringBuilder text, JsonNode said) {
        text.append("    ").append(said.path("en").asString("")).append('\n');
        text.append("    ").append(said.path("zh").asString("")).append('\n');
    }
}
