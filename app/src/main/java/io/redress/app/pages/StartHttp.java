package io.redress.app.pages;

import io.redress.api.Spelling;
import io.redress.app.Waits;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.DevelopmentIssuer;
import io.redress.app.access.Login;
import io.redress.app.access.Session;
import io.redress.command.clock.SandboxClock;
import io.redress.query.BadQuestion;
import io.redress.query.NotOnSheet;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Where people begin: what this is, and in a sandbox who they can be, one click each, and a clock that they move. There
 * everybody can have a token of any kind, so that everybody may move time, too.
 */
@Controller
class StartHttp {
    private static final Duration AT_MOST = Duration.ofDays(366);

    /** Who can be played in the story of the demo. */
    enum Persona {
        JUN(Kind.CONSUMER, "jun"),
        TEA(Kind.MERCHANT, "lanhua-tea"),
        ROOM(Kind.OPERATOR, "xiaoyu-live"),
        WANG(Kind.AGENT, "agent-wang"),
        LI(Kind.AGENT, "agent-li"),
        PLATFORM(Kind.PLATFORM, "platform");

        private final Kind kind;
        private final String party;

        Persona(Kind kind, String party) {
            this.kind = kind;
            this.party = party;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String party() {
            return party;
        }

        public String kind() {
            return kind.word();
        }
    }

    /**
     * A step of the story.
     *
     * @param persona who does it, null where time is moved or something is looked at
     * @param to where it is done
     * @param by how far time is moved
     */
    record Step(
            int number,
            @Nullable String persona,
            String to,
            @Nullable String by) {}

    private static final List<Step> STORY = List.of(
            new Step(1, Persona.JUN.word(), "/cases/orders/O3", null),
            new Step(2, null, "/", "PT48H"),
            new Step(3, Persona.ROOM.word(), "/urging", null),
            new Step(4, Persona.WANG.word(), "/desk", null),
            new Step(5, Persona.TEA.word(), "/mine", null),
            new Step(6, null, "/demo/inbox", null));

    private final ObjectProvider<DevelopmentIssuer> issuer;
    private final ObjectProvider<SandboxClock> clock;
    private final ObjectProvider<Login> login;
    private final Waits waits;
    private final InstantSource operationalClock;

    StartHttp(
            ObjectProvider<DevelopmentIssuer> issuer,
            ObjectProvider<SandboxClock> clock,
            ObjectProvider<Login> login,
            Waits waits,
            @Qualifier("operationalClock") InstantSource operationalClock) {
        this.issuer = issuer;
        this.clock = clock;
        this.login = login;
        this.waits = waits;
        this.operationalClock = operationalClock;
    }

    @GetMapping("/")
    String start(
            Model model,
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(required = false) @Nullable String unknown) {
        if (clock.getIfAvailable() != null) {
            model.addAttribute("steps", STORY);
        }
        model.addAttribute("next", next == null ? "" : ofThisSite(next));
        model.addAttribute("login", login.getIfAvailable() != null);
        model.addAttribute("unknown", unknown != null);
        return "start";
    }

    /** To the platform's own login, and from there to where somebody wanted to go. */
    @PostMapping("/session/login")
    ResponseEntity<Void> login(@RequestParam(required = false) @Nullable String next, HttpServletRequest request) {
        Login platforms =
                Optional.ofNullable(login.getIfAvailable()).orElseThrow(() -> new NotOnSheet("login", "platform"));
        platforms.thenTo(request, next == null ? "" : ofThisSite(next));
        return to(Login.ADDRESS, null);
    }

    private Optional<Instant> nextLapse(SandboxClock sandbox) {
        return sandbox.nextDue(sandbox.instant().plus(AT_MOST));
    }

    @PostMapping("/session/as/{persona}")
    ResponseEntity<Void> as(
            @PathVariable String persona,
            @RequestParam(required = false) @Nullable String next,
            HttpServletRequest request) {
        DevelopmentIssuer sandbox = issuer.getIfAvailable();
        Persona who = Arrays.stream(Persona.values())
                .filter(candidate -> sandbox != null && candidate.word().equals(persona))
                .findFirst()
                .orElseThrow(() -> new NotOnSheet("persona", persona));
        DevelopmentIssuer.Token token =
                Objects.requireNonNull(sandbox).token(who.kind, who.party, who.kind.most(), List.of());
        Duration good = Duration.between(operationalClock.instant(), token.expiresAt());
        String home = who.kind == Kind.AGENT || who.kind == Kind.PLATFORM ? "/desk" : "/mine";
        String to = next == null || next.isEmpty() ? home : ofThisSite(next);
        return to(to, Session.of(token.token(), good, request.isSecure()).toString());
    }

    @PostMapping("/session/end")
    ResponseEntity<Void> end(HttpServletRequest request) {
        return to("/", Session.over(request.isSecure()).toString());
    }

    /** @param by a duration, or {@code lapse} for the moment at which the next window lapses */
    @PostMapping("/session/clock")
    ResponseEntity<Void> clock(@RequestParam String by, @RequestParam(required = false) @Nullable String back) {
        SandboxClock sandbox =
                Optional.ofNullable(clock.getIfAvailable()).orElseThrow(() -> new NotOnSheet("clock", "sandbox"));
        Instant now = sandbox.instant();
        switch (by) {
            case "PT1H", "PT48H" -> sandbox.advanceTo(now.plus(Duration.parse(by)));
            case "lapse" -> nextLapse(sandbox).ifPresent(sandbox::advanceTo);
            default -> throw new BadQuestion("by", "duration-or-instant");
        }
        waits.forAll(List.of("wait=5")); // what lapsed on the way is to be seen
        return to(back == null ? "/" : ofThisSite(back), null);
    }

    private static ResponseEntity<Void> to(String where, @Nullable String cookie) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(HttpStatus.SEE_OTHER).header(HttpHeaders.LOCATION, where);
        if (cookie != null) {
            answer.header(HttpHeaders.SET_COOKIE, cookie);
        }
        return answer.build();
    }

    /** A way on that leads elsewhere leads to the start. */
    static String ofThisSite(String address) {
        boolean here = address.startsWith("/")
                && !address.startsWith("//")
                && !address.contains("\\")
                && address.chars().allMatch(c -> c > ' ' && c < 0x7f)
                && Spelling.isName(address);
        return here ? address : "/";
    }
}
