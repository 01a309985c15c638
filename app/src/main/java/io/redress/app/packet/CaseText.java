package io.redress.app.packet;

import io.redress.query.Texts;
import io.redress.query.Texts.Bilingual;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A case file in plain words, in both languages: what happened, what was due, what was decided. */
final class CaseText {
    private static final Pattern BREAK = Pattern.compile("\\r\\n|[\\n\\r\\x0b\\f\\x85\\u2028\\u2029]");

    /** Control characters, and those that change the direction of what stands behind them. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069&&[^\\n]]");

    /** Counted up when this class, or what fills the sentences of entries, says the same data otherwise. */
    private static final int EDITION = 1;

    private static final List<String> SENTENCES = List.of("casefile_en", "casefile_zh", "words_en", "words_zh");

    private CaseText() {}

    /** A fingerprint of the words: where it differs, the same data is told in other ones. */
    static String words() {
        MessageDigest sha256 = Packets.sha256();
        sha256.update((byte) EDITION);
        for (String name : SENTENCES) {
            try (InputStream in = Texts.class.getResourceAsStream("/" + name + ".properties")) {
                sha256.update(Objects.requireNonNull(in, name).readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (String instead : PacketCheck.INSTEAD) {
            sha256.update(instead.getBytes(StandardCharsets.UTF_8));
        }
        return Packet.hex(sha256.digest());
    }

    /** The text of a case file, from what {@code case.json} and {@code windows.json} hold. */
    static String of(JsonNode file, Iterable<JsonNode> explained) {
        StringBuilder text = new StringBuilder();
        Bilingual subject = named("", file.path("subject").asString(""), '/');
        text.append(subject.en()).append(" · ").append(subject.zh()).append("\n\n");
        line(text, "consumer", "消费者", file.at("/parties/consumer"));
        line(text, "merchant", "商家", file.at("/parties/merchant"));
        line(text, "room operator", "直播主体", file.at("/parties/operator"));
        line(text, "room", "直播间", file.at("/parties/room"));
        line(text, "state", "状态", word("state.", file.path("state")));
        line(text, "intervention", "平台介入", word("intervention.", file.path("intervention")));
        heading(text, "What happened", "经过");
        for (JsonNode entry : file.path("entries")) {
            text.append(moment(entry.path("at")))
                    .append("  [")
                    .append(entry.path("position").asLong())
                    .append("]\n");
            both(text, entry.path("summary"));
            shown(text, entry.path("facts"));
        }
        heading(text, "What was due", "期限");
        for (JsonNode window : explained) {
            text.append(moment(window.path("dueAt")))
                    .append("  ")
                    .append(window.at("/duty/clause").asString(""))
                    .append('\n');
            Bilingual owedBy = named("", window.path("owedBy").asString(""), ':');
            Bilingual outcome = word("outcome.", window.path("outcome"));
            JsonNode name = window.path("name");
            text.append("    %s: %s; %s\n".formatted(name.path("en").asString(""), owedBy.en(), outcome.en()));
            text.append("    %s：%s；%s\n".formatted(name.path("zh").asString(""), owedBy.zh(), outcome.zh()));
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
                decision.properties().forEach(said -> decided(text, said.getKey(), said.getValue()));
            }
        }
        return text.toString();
    }

    /** What somebody wrote or showed of which the sentence only says that they did. */
    private static void shown(StringBuilder text, JsonNode facts) {
        JsonNode written = facts.path("text");
        if (written.isString()) {
            text.append("    “").append(said(written.stringValue())).append("”\n");
        }
        for (JsonNode file : facts.path("files")) {
            text.append("    ")
                    .append(said(Packet.bytesOf(file.path("file").asString(""))))
                    .append("  ")
                    .append(said(file.path("type").asString("")))
                    .append("  SHA-256 ")
                    .append(said(file.path("sha256").asString("")))
                    .append('\n');
        }
    }

    /** One thing that a decision says. */
    private static void decided(StringBuilder text, String field, JsonNode value) {
        switch (field) {
            case "at" -> line(text, "when", "时间", moment(value));
            case "outcome" -> line(text, "the appeal", "申诉", word("", value));
            case "orders" -> line(text, "who must perform", "须履行的一方", named("nobody", value.asString(""), ':'));
            case "amountFen" -> line(text, "to be paid back", "应退还", yuan(value));
            case "finding" -> line(text, "who was at fault", "责任认定", word("", value));
            case "clause" -> line(text, "on which it rests", "依据", given("none", value));
            case "reasons" -> line(text, "reasons", "理由", given("none", value));
            case "agent" -> line(text, "agent", "经办客服", given("nobody", value));
            case "confirmedBy" -> line(text, "second person", "复核客服", given("nobody", value));
            default -> line(text, field, field, value);
        }
    }

    /** A word of the contract as people read it; where there is none, the word itself. */
    private static Bilingual word(String of, JsonNode value) {
        String word = value.asString("none");
        Bilingual read = Texts.word(of + word);
        return read.en().equals(of + word) ? new Bilingual(word, word) : read;
    }

    /** A party, as role:name, or a case, as kind/id. */
    private static Bilingual named(String none, String named, char between) {
        int at = named.indexOf(between);
        Bilingual kind = Texts.word(named.isEmpty() ? none : at < 0 ? named : named.substring(0, at));
        String name = at < 0 ? "" : " " + named.substring(at + 1);
        return new Bilingual(kind.en() + name, kind.zh() + name);
    }

    private static Bilingual given(String none, JsonNode value) {
        return value.isNull() ? Texts.word(none) : new Bilingual(value.asString(""), value.asString(""));
    }

    private static Bilingual yuan(JsonNode fen) {
        if (!fen.isIntegralNumber()) {
            return Texts.word("none");
        }
        String yuan = "¥%d.%02d".formatted(fen.asLong() / 100, fen.asLong() % 100);
        return new Bilingual(yuan, yuan);
    }

    private static void heading(StringBuilder text, String en, String zh) {
        text.append('\n')
                .append(en.toUpperCase(Locale.ROOT))
                .append(" · ")
                .append(zh)
                .append("\n\n");
    }

    private static void line(StringBuilder text, String en, String zh, JsonNode value) {
        line(text, en, zh, value.asString(""));
    }

    private static void line(StringBuilder text, String en, String zh, Bilingual value) {
        line(text, en, zh, value.en().equals(value.zh()) ? value.en() : value.en() + " · " + value.zh());
    }

    private static void line(StringBuilder text, String en, String zh, String value) {
        text.append(en + " · " + zh + ": " + said(value) + "\n");
    }

    private static String moment(JsonNode at) {
        return at.asString("").replace('T', ' ');
    }

    private static void both(StringBuilder text, JsonNode said) {
        text.append("    ").append(said(said.path("en").asString(""))).append('\n');
        text.append("    ").append(said(said.path("zh").asString(""))).append('\n');
    }

    /**
     * What somebody wrote, so that it looks like nothing else: its further lines are set off, and it turns no writing
     * around.
     */
    private static String said(String words) {
        return UNSEEN.matcher(BREAK.matcher(words).replaceAll("\n          | ")).replaceAll(" ");
    }
}
