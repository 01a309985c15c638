package io.redress.app;

import io.redress.command.rule.Refusal.Reason;
import io.redress.command.rule.Rule;
import io.redress.command.window.Clauses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/**
 * The page that the {@code type} of a problem opens: what happened, why the rule is there, in the words of the standard
 * where it speaks of it, and what to do; in the reader's language, the other one a click away.
 */
@RestController
class ProblemPagesHttp {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final RefusalTexts texts;
    private final Clauses clauses = Clauses.shipped();
    private final ResourceBundleMessageSource pages = new ResourceBundleMessageSource();
    private final String frame;

    ProblemPagesHttp(RefusalTexts texts) {
        this.texts = texts;
        pages.setBasename("problem-pages");
        pages.setDefaultEncoding(StandardCharsets.UTF_8.name());
        pages.setFallbackToSystemLocale(false);
        pages.setDefaultLocale(Locale.ENGLISH);
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/pages/problem.html"))) {
            frame = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping(path = "/problems/{code}", produces = "text/html;charset=UTF-8")
    ResponseEntity<String> page(
            @PathVariable String code, @RequestParam(required = false) @Nullable String lang, Locale preferred) {
        Locale locale = lang == null ? preferred : LanguageConfiguration.preferred(List.of(lang));
        Optional<String> page = Arrays.stream(Rule.values())
                .filter(candidate -> candidate.code().equals(code))
                .findFirst()
                .map(rule -> refused(rule, locale))
                .or(() -> texts.known(code) ? Optional.of(general(code, locale)) : Optional.empty());
        return page.map(found -> answer(HttpStatus.OK, locale, found))
                .orElseGet(() -> answer(
                        HttpStatus.NOT_FOUND, locale, general(texts.code(HttpStatus.NOT_FOUND.value()), locale)));
    }

    private static ResponseEntity<String> answer(HttpStatus status, Locale locale, String page) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .header(HttpHeaders.CONTENT_LANGUAGE, locale.toLanguageTag())
                .varyBy(HttpHeaders.ACCEPT_LANGUAGE)
                .body(page);
    }

    private String refused(Rule rule, Locale locale) {
        String happened = texts.of(new Reason(rule, "…", List.of("…", "…", "…")), locale);
        return page(
                rule.code(),
                happened,
                say("page.rule", locale),
                (rule.clause() == null ? "" : quoted(rule.clause(), locale))
                        + row("page.status", status(Problems.status(rule)), locale),
                locale);
    }

    private String general(String code, Locale locale) {
        return page(
                code,
                texts.title(code, locale),
                texts.general(code, locale),
                row("page.status", status(texts.status(code)), locale),
                locale);
    }

    private static String status(HttpStatus status) {
        return "HTTP " + status.value();
    }

    /** The clause with its sentence; the gloss of other languages is not official. */
    private String quoted(String clause, Locale locale) {
        StringBuilder sentences = new StringBuilder();
        for (Clauses.Sentence sentence : clauses.of(clause)) {
            sentences.append("<blockquote><p lang=\"zh-CN\">%s</p>".formatted(html(sentence.zh())));
            if (locale.equals(Locale.ENGLISH)) {
                sentences.append("<p>%s</p>".formatted(html(sentence.en())));
            }
            sentences.append("</blockquote>");
        }
        return "    <dt>%s</dt><dd>%s %s%s</dd>\n"
                .formatted(say("page.clause", locale), Clauses.STANDARD, html(clause), sentences);
    }

    private String row(String name, String value, Locale locale) {
        return "    <dt>%s</dt><dd>%s</dd>\n".formatted(say(name, locale), html(value));
    }

    private String page(String code, String happened, String note, String rows, Locale locale) {
        return frame.replace("{lang}", locale.toLanguageTag())
                .replace("{about}", say("page.about", locale))
                .replace("{other}", say("page.other", locale))
                .replace("{otherLang}", locale.equals(Locale.ENGLISH) ? "zh-CN" : "en")
                .replace("{code}", html(code))
                .replace("{happened}", html(happened))
                .replace("{note}", html(note))
                .replace(
                        "{rows}",
                        row("page.why", say(code + ".why", locale), locale)
                                + row("page.do", say(code + ".do", locale), locale)
                                + rows)
                .replace(
                        "{footer}",
                        happened.contains("…") ? "<footer>%s</footer>%n".formatted(say("page.places", locale)) : "");
    }

    private String say(String key, Locale locale) {
        return pages.getMessage(key, null, locale);
    }

    private static String html(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }
}
