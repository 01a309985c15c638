package io.redress.app.access;

import static java.util.Map.entry;

import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.app.access.Policy.Reading;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.StoredParties;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Stands before every question under {@code /api/v1} and before the pages. What belongs to a case has the case in its address; an address
 * that is not listed here is the platform's only.
 */
@Component
class ReadingGuard implements HandlerInterceptor, WebMvcConfigurer {
    private static final String BASE = "/api/v1";
    private static final String CASE = BASE + "/cases/{kind}/{id}";
    /** Who read is for the person concerned and for the platform. */
    private static final String ACCESSES = CASE + "/accesses";

    private static final String ORDER = BASE + "/orders/{order}";
    /** The page of a case, and what is done and asked on it. */
    private static final String CASE_PAGE = "/cases/{kind}/{id}";
    /** Who at the desk has taken a case: for the desk, and of it for nobody who has a conflict of interest. */
    private static final String CLAIM = "/desk/claims/{kind}/{id}";

    private static final Parties NOBODY = new Parties("", "", "", "");

    /** It names the subject by a parameter, because ids may hold anything. */
    private static final String EXPLANATION = BASE + "/windows/explanation";

    private static final Map<String, Reading> READINGS = Map.ofEntries(
            entry(BASE + "/orders", Reading.OWN_ROWS),
            entry(BASE + "/demands", Reading.OWN_ROWS),
            entry(BASE + "/windows", Reading.OWN_ROWS),
            entry(BASE + "/events", Reading.OWN_ROWS),
            entry(BASE + "/parties/{party}/record", Reading.OWN_ROWS),
            entry(BASE + "/parties/{party}/record/windows", Reading.OWN_ROWS),
            entry(BASE + "/parties/{party}/record/interventions", Reading.OWN_ROWS),
            entry(BASE + "/parties/{party}/record/ratings", Reading.OWN_ROWS),
            entry(BASE + "/parties/{party}/inbox", Reading.OWN_ROWS),
            entry(BASE + "/parties/{party}/notice-settings", Reading.OWN_ROWS),
            entry(BASE + "/records", Reading.PLATFORMS),
            entry(BASE + "/queue", Reading.QUEUE),
            entry(BASE + "/documents", Reading.COMMON),
            entry(BASE + "/documents/plans/{merchant}/{room}", Reading.COMMON),
            entry(BASE + "/documents/plans/{merchant}/{room}/versions/{number}", Reading.COMMON),
            entry(BASE + "/documents/mechanisms/{operator}", Reading.COMMON),
            entry(BASE + "/documents/mechanisms/{operator}/versions/{number}", Reading.COMMON),
            entry(BASE + "/documents/rules", Reading.COMMON),
            entry(BASE + "/documents/rules/versions/{number}", Reading.COMMON),
            entry(BASE + "/documents/calendar", Reading.COMMON),
            entry(BASE + "/documents/calendar/versions/{number}", Reading.COMMON),
            entry(BASE + "/statements", Reading.OWN_ROWS),
            entry(BASE + "/statements/versions", Reading.OWN_ROWS),
            entry(BASE + "/statements/kinds", Reading.COMMON),
            entry(BASE + "/published/platform", Reading.PUBLISHED),
            entry(BASE + "/published/merchants/{merchant}", Reading.PUBLISHED),
            entry(BASE + "/published/rooms/{room}", Reading.PUBLISHED),
            entry(BASE + "/sandbox/clock", Reading.COMMON),
            entry("/mine", Reading.OWN_ROWS),
            entry("/urging", Reading.OWN_ROWS),
            entry("/plans/{act}", Reading.OWN_ROWS),
            entry("/desk", Reading.QUEUE),
            entry("/desk/news", Reading.QUEUE),
            entry("/desk/next", Reading.QUEUE));

    /** What acts through a page is a page still: what it answers is read by whoever acts. */
    private static final List<String> PAGES =
            List.of("/mine", "/urging", "/plans/**", "/desk", "/desk/**", "/cases/**");

    private static final String ADVANCE = BASE + "/sandbox/clock/advance";

    /** What shows everybody with a credential his own, and sees to it there. */
    private static final Set<String> SAY_IT_THEMSELVES = Set.of(
            BASE + "/api-keys",
            BASE + "/webhook-endpoints",
            BASE + "/webhook-endpoints/{endpoint}",
            BASE + "/webhook-endpoints/{endpoint}/deliveries/{message}",
            BASE + "/webhook-endpoints/{endpoint}/callbacks",
            BASE + "/webhook-deliveries");

    private final CurrentCaller current;
    private final Policy policy;
    private final StoredParties cases;

    ReadingGuard(CurrentCaller current, Policy policy, StoredParties cases) {
        this.current = current;
        this.policy = policy;
        this.cases = cases;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(this).addPathPatterns(BASE + "/**").addPathPatterns(PAGES);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod)) {
            return true; // nothing of ours is at this address, and whoever looks for it there says so
        }
        String address = Objects.toString(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE), "");
        boolean asks =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD") || !address.startsWith(BASE);
        // acts are judged where they are handled; to move the sandbox's time is no act
        if ((asks && !SAY_IT_THEMSELVES.contains(address)) || address.equals(ADVANCE)) {
            judge(request, address, asks);
        }
        return true;
    }

    private void judge(HttpServletRequest request, String address, boolean asks) {
        Caller caller = current.get();
        if (address.equals(ACCESSES)
                && (caller.kind() == Caller.Kind.MERCHANT || caller.kind() == Caller.Kind.OPERATOR)) {
            throw new Forbidden();
        }
        if (address.equals(CLAIM) && policy.mayRead(caller, Reading.QUEUE, NOBODY) != Verdict.ALLOWED) {
            throw new Forbidden();
        }
        if (isOfACase(address)) {
            Map<?, ?> names = (Map<?, ?>) request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
            boolean order = address.startsWith(ORDER);
            String kind = order ? "orders" : Objects.toString(names.get("kind"));
            String id = Objects.toString(names.get(order ? "order" : "id"));
            judge(caller, kind, id, () -> CaseKind.subject(kind, id));
        } else if (address.equals(EXPLANATION)) {
            String of = Objects.toString(request.getParameter("subject"), "");
            SubjectId owner = subject(of);
            judge(caller, owner == null ? "case" : owner.kind().word(), owner == null ? of : owner.key(), () -> owner);
        } else {
            Reading reading = asks ? READINGS.getOrDefault(address, Reading.PLATFORMS) : Reading.PLATFORMS;
            if (policy.mayRead(caller, reading, NOBODY) != Verdict.ALLOWED) {
                throw new Forbidden();
            }
        }
    }

    private static boolean isOfACase(String address) {
        return address.startsWith(CASE)
                || address.startsWith(ORDER)
                || address.startsWith(CASE_PAGE)
                || address.equals(CLAIM);
    }

    /** What is hidden is answered like what is not there. */
    private void judge(Caller caller, String kind, String id, Supplier<@Nullable SubjectId> named) {
        // what holds whatever the case is said before it is looked for
        if (policy.mayRead(caller, Reading.OWN_ROWS, NOBODY) != Verdict.ALLOWED) {
            throw new Forbidden();
        }
        if (caller.kind() == Caller.Kind.PLATFORM) {
            return;
        }
        SubjectId subject = named.get();
        if (subject == null) {
            return; // whoever answers says what is wrong with it
        }
        Parties parties = cases.of(subject).stream().findFirst().orElseThrow(() -> new NotOnSheet(kind, id));
        switch (policy.mayRead(caller, Reading.CASE, parties)) {
            case ALLOWED -> {}
            case FORBIDDEN -> throw new Forbidden();
            case HIDDEN -> throw new NotOnSheet(kind, id);
            case PARTIAL -> throw new Refusal(Rule.AGENT_IS_IMPARTIAL);
        }
    }

    private static @Nullable SubjectId subject(String text) {
        try {
            return SubjectId.parse(text).owner();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
