package io.redress.app.pages;

import io.redress.app.published.PublishedRules;
import io.redress.app.published.PublishedView;
import io.redress.app.published.PublishedView.Period;
import io.redress.app.published.PublishedView.Stated;
import io.redress.command.document.StatementKinds;
import io.redress.query.Asked;
import io.redress.query.statements.StatementView;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** What is published (公示), for people: without a login, without a script, for caches on the way and for paper. */
@Controller
@RequestMapping("/published")
class PublishedPagesHttp {
    private static final String FOR_A_MINUTE = Objects.requireNonNull(CacheControl.maxAge(Duration.ofMinutes(1))
            .cachePublic()
            .mustRevalidate()
            .getHeaderValue());

    private final PublishedRules rules;
    private final Map<String, List<StatementKinds.Field>> kinds = StatementKinds.shipped().all().stream()
            .collect(Collectors.toMap(StatementKinds.Kind::word, StatementKinds.Kind::fields));

    PublishedPagesHttp(PublishedRules rules) {
        this.rules = rules;
    }

    @GetMapping({"", "/platform"})
    String platform(Model model, Locale locale, HttpServletResponse response) {
        return page(rules.platform(locale), model, locale, response);
    }

    @GetMapping("/merchants/{merchant}")
    String merchant(
            @PathVariable String merchant,
            @RequestParam(required = false) @Nullable String room,
            Model model,
            Locale locale,
            HttpServletResponse response) {
        Asked.name("merchant", merchant);
        Asked.name("room", room);
        return page(rules.merchant(merchant, room, locale), model, locale, response);
    }

    @GetMapping("/rooms/{room}")
    String room(
            @PathVariable String room,
            @RequestParam(required = false) @Nullable String merchant,
            Model model,
            Locale locale,
            HttpServletResponse response) {
        Asked.name("room", room);
        Asked.name("merchant", merchant);
        return page(rules.room(room, merchant, locale), model, locale, response);
    }

    private String page(PublishedView view, Model model, Locale locale, HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, FOR_A_MINUTE);
        response.setHeader(HttpHeaders.CONTENT_LANGUAGE, locale.toLanguageTag());
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        model.addAttribute("view", view);
        model.addAttribute("groups", groups(view));
        model.addAttribute(
                "stated",
                view.statements().stream().map(stated -> stated(stated, locale)).toList());
        return "published";
    }

    /** Periods by who owes: first whose page it is, and always what the consumer has a right to. */
    private static Map<String, List<Period>> groups(PublishedView view) {
        List<String> order =
                switch (view.of().substring(0, Math.max(0, view.of().indexOf(':')))) {
                    case "merchant" -> List.of("merchant", "room-operator", "consumer", "platform");
                    case "room" -> List.of("room-operator", "merchant", "consumer", "platform");
                    default -> List.of("platform", "merchant", "room-operator", "consumer");
                };
        Map<String, List<Period>> groups = new LinkedHashMap<>();
        order.forEach(role -> groups.put(role, new ArrayList<>()));
        view.periods()
                .forEach(period -> Objects.requireNonNull(
                                groups.get(period.owedBy().getFirst()))
                        .add(period));
        groups.values().removeIf(List::isEmpty);
        return groups;
    }

    /** What somebody states, each field under its name. */
    record Said(Stated stated, List<Map.Entry<String, String>> fields) {}

    private Said stated(Stated stated, Locale locale) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        StatementView.Version version = stated.statement().inForce();
        if (version != null) {
            collect(stated.kind(), "", version.content(), locale, fields);
        }
        return new Said(stated, fields);
    }

    private void collect(String kind, String path, JsonNode node, Locale locale, List<Map.Entry<String, String>> into) {
        if (node.isObject()) {
            String inside = path.isEmpty() ? "" : path + "/";
            node.properties().forEach(field -> collect(kind, inside + field.getKey(), field.getValue(), locale, into));
        } else if (node.isArray()) {
            node.forEach(entry -> collect(kind, path, entry, locale, into));
        } else {
            into.add(Map.entry(title(kind, path, locale), node.asString()));
        }
    }

    private String title(String kind, String path, Locale locale) {
        return kinds.getOrDefault(kind, List.of()).stream()
                .filter(field -> field.path().equals(path))
                .findFirst()
                .map(field -> locale.getLanguage().equals("en") ? field.en() : field.zh())
                .orElse(path);
    }
}
