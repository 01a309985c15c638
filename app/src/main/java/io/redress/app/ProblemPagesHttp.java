package io.redress.app;

import io.redress.command.rule.Refusal.Reason;
import io.redress.command.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The page that the {@code type} of a problem opens: what it says, in both languages, and its clause. */
@RestController
class ProblemPagesHttp {
    private static final Locale CHINESE = Locale.SIMPLIFIED_CHINESE;
    private static final Locale ENGLISH = Locale.ENGLISH;
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    /** For pages that name what differs from request to request. */
    private static final String NOTE = """
            <footer>“…”处的内容因请求而异，以答复中的 <code>detail</code> 为准。
            <span lang="en">“…” stands for what differs from request to request; the answer’s own <code>detail</code> has it.</span></footer>
            """;

    private final RefusalTexts texts;
    private final String frame;

    ProblemPagesHttp(RefusalTexts texts) {
        this.texts = texts;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/pages/problem.html"))) {
            frame = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping(path = "/problems/{code}", produces = "text/html;charset=UTF-8")
    ResponseEntity<String> page(@PathVariable String code) {
        Optional<String> page = Arrays.stream(Rule.values())
                .filter(candidate -> candidate.code().equals(code))
                .findFirst()
                .map(this::refused)
                .or(() -> texts.known(code) ? Optional.of(general(code)) : Optional.empty());
        return page.map(found -> ResponseEntity.ok().contentType(HTML).body(found))
                .orElseGet(() -> ResponseEntity.status(HttpStatus.NOT_FOUND)
                        .contentType(HTML)
                        .body(general(texts.code(HttpStatus.NOT_FOUND.value()))));
    }

    private String refused(Rule rule) {
        Reason reason = new Reason(rule, "…", List.of("…", "…", "…"));
        return page(
                rule.code(),
                texts.of(reason, CHINESE),
                texts.of(reason, ENGLISH),
                status(Problems.status(rule))
                        + row("条款", "Clause", "DB4401/T 171-2022，" + rule.clause(), "")
                        + row("结果", "Outcome", texts.refused(CHINESE), texts.refused(ENGLISH)));
    }

    private String general(String code) {
        return page(
                code,
                texts.title(code, CHINESE),
                texts.title(code, ENGLISH),
                status(texts.status(code))
                        + row("说明", "Meaning", texts.general(code, CHINESE), texts.general(code, ENGLISH)));
    }

    private static String status(HttpStatus status) {
        return row("状态", "Status", "HTTP " + status.value(), "");
    }

    private static String row(String name, String nameInEnglish, String value, String valueInEnglish) {
        String english = valueInEnglish.isEmpty() ? "" : "<span lang=\"en\">%s</span>".formatted(html(valueInEnglish));
        return "    <dt>%s <span lang=\"en\">%s</span></dt><dd>%s%s</dd>\n"
                .formatted(html(name), html(nameInEnglish), html(value), english);
    }

    private String page(String code, String chinese, String english, String rows) {
        String named = "    <dt>代码 <span lang=\"en\">Code</span></dt><dd><code>%s</code></dd>\n".formatted(html(code));
        return frame.replace("{code}", html(code))
                .replace("{zh}", html(chinese))
                .replace("{en}", html(english))
                .replace("{rows}", named + rows)
                .replace("{note}", chinese.contains("…") ? NOTE : "");
    }

    private static String html(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }
}
