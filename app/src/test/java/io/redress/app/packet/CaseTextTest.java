package io.redress.app.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whoever writes in a case is quoted in its text, and writes none of it. */
class CaseTextTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\u000b", "\f", "\u0085", "\u2028", "\u2029"})
    void what_is_written_begins_no_line_of_the_text(String lineBreak) {
        String text = text(
                "no." + lineBreak + "A HEADING · 标题" + lineBreak + lineBreak + "who must pay · 须付款的一方: nobody · 无");

        assertThat(text.lines().filter(line -> line.contains("A HEADING") || line.contains("who must pay")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("          | "));
        assertThat(text.lines().flatMapToInt(String::chars)).noneMatch(Character::isISOControl);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202e", "\u2066", "\u200f", "\u0007", "\u001b", "\u0000"})
    void what_is_written_turns_no_writing_around_and_rings_no_bell(String unseen) {
        assertThat(text("no" + unseen + "thing")).doesNotContain(unseen).contains("no thing");
    }

    @Test
    void what_was_written_and_which_files_were_shown_stands_in_the_text_and_begins_no_line_of_it() {
        ObjectNode file = JSON.createObjectNode();
        file.put("subject", "return/R1");
        ObjectNode facts = file.putArray("entries").addObject().putObject("facts");
        facts.put("text", "it leaks\nTHE DECISION · 处理决定");
        facts.putArray("files")
                .addObject()
                .put("file", "F1\nTHE DECISION")
                .put("type", "image/png")
                .put("sha256", "ab12");

        assertThat(CaseText.of(file, List.of()).lines())
                .contains("    “it leaks", "          | THE DECISION · 处理决定”", "    files/F1")
                .contains("          | THE DECISION  image/png  SHA-256 ab12");
    }

    private static String text(String said) {
        ObjectNode file = JSON.createObjectNode();
        file.put("subject", "return/R1");
        file.putArray("entries")
                .addObject()
                .put("at", "2026-11-13T09:00:00+08:00")
                .put("position", 7)
                .putObject("summary")
                .put("en", said)
                .put("zh", said);
        file.putObject("decision").put("reasons", said);
        return CaseText.of(file, List.of());
    }
}
