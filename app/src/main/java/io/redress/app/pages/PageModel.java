package io.redress.app.pages;

import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Kind;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.util.UriComponentsBuilder;

/** What every page needs: who reads it, in which language, and what time it is. */
@ControllerAdvice(basePackageClasses = PageModel.class)
class PageModel {
    private final InstantSource legalClock;
    private final boolean sandbox;
    private final DemoInboxHttp inbox;

    PageModel(
            @Qualifier("legalClock") InstantSource legalClock,
            @Value("${redress.sandbox}") boolean sandbox,
            DemoInboxHttp inbox) {
        this.inbox = inbox;
        this.legalClock = legalClock;
        this.sandbox = sandbox;
    }

    /**
     * Who reads.
     *
     * @param kind the word of the part in which he does, which is the key of its name
     */
    record Who(String kind, String name, boolean known, boolean desk, String home) {
        /** Merchants and room operators work at desks of their own. */
        public boolean trader() {
            return kind.equals(Kind.MERCHANT.word()) || kind.equals(Kind.OPERATOR.word());
        }

        static Who of(Caller caller) {
            boolean desk = caller.kind() == Kind.AGENT || caller.kind() == Kind.PLATFORM;
            boolean known = caller.kind() != Kind.NOBODY;
            return new Who(caller.kind().word(), caller.name(), known, desk, desk ? "/desk" : known ? "/mine" : "/");
        }
    }

    @ModelAttribute
    void fill(Model model, Locale locale, Caller caller, HttpServletRequest request) {
        fill(model, locale, caller, request.getRequestURI(), request.getQueryString());
    }

    /** @param path of the page, with what was asked of it: both its language and the clock lead back there */
    void fill(Model model, Locale locale, Caller caller, String path, @Nullable String query) {
        boolean english = locale.getLanguage().equals("en");
        model.addAttribute("say", new Say(locale, legalClock.instant()));
        model.addAttribute("lang", english ? "en" : "zh-CN");
        model.addAttribute("who", Who.of(caller));
        model.addAttribute("sandbox", sandbox);
        if (sandbox) {
            model.addAttribute("personas", StartHttp.Persona.values());
            model.addAttribute("inbox", inbox.isRunning());
            // whoever becomes another looks at the same case with the other's eyes
            model.addAttribute("there", path.startsWith("/cases/") ? path : "");
        }
        model.addAttribute(
                "otherLanguage",
                UriComponentsBuilder.fromPath(path)
                        .query(Objects.requireNonNullElse(query, ""))
                        .replaceQueryParam("lang", english ? "zh" : "en")
                        .build()
                        .toUriString());
        // what was done is told once, and not again when time was moved since
        model.addAttribute(
                "here",
                UriComponentsBuilder.fromPath(path)
                        .query(Objects.requireNonNullElse(query, ""))
                        .replaceQueryParam("done")
                        .replaceQueryParam("of")
                        .replaceQueryParam("uploaded")
                        .build()
                        .toUriString());
        model.addAttribute("langQuery", english ? "?lang=en" : "?lang=zh");
    }
}
