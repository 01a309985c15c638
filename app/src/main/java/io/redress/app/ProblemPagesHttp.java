package io.redress.app;

import io.redress.command.rule.Refusal.Reason;
import io.redress.command.rule.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The page that the {@code type} of a problem opens: what the rule says, in both languages, and its clause. */
@RestController
class ProblemPagesHttp {
    private final RefusalTexts texts;

    ProblemPagesHttp(RefusalTexts texts) {
        this.texts = texts;
    }

    @GetMapping(path = "/problems/{code:[a-z0-9-]+}", produces = "text/html;charset=UTF-8")
    ResponseEntity<String> page(@PathVariable String code) {
        Optional<Rule> rule = Arrays.stream(Rule.values())
                .filter(candidate -> candidate.code().equals(code))
                .findFirst();
        return rule.map(found ->
                        ResponseEntity.ok().contentType(MediaType.TEXT_HTML).body(page(found)))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private String page(Rule rule) {
        Reason reason = new Reason(rule, "…", List.of("…", "…", "…"));
        return """
                <!doctype html>
                <html lang="zh-CN">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s · Redress</title>
                <style>body { font: 1.1rem/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
                  max-width: 42rem; margin: 3rem auto; padding: 0 1rem; } code { background: #eee; padding: .1em .3em; }
                </style>
                <h1><code>%1$s</code></h1>
                <p>%2$s</p>
                <p lang="en">%3$s</p>
                <p>DB4401/T 171-2022，%4$s</p>
                <p>%5$s <span lang="en">%6$s</span></p>
                </html>
                """.formatted(
                        rule.code(),
                        texts.of(reason, Locale.SIMPLIFIED_CHINESE),
                        texts.of(reason, Locale.ENGLISH),
                        rule.clause(),
                        texts.refused(Locale.SIMPLIFIED_CHINESE),
                        texts.refused(Locale.ENGLISH));
    }
}
