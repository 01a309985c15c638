package io.redress.app.pages;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.app.ActsHttp;
import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Kind;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Reader;
import io.redress.query.WindowView;
import io.redress.query.documents.DocumentView;
import io.redress.query.documents.DocumentsQueries;
import io.redress.query.windowboard.OwedQueries;
import io.redress.query.windowboard.OwedQueries.Kept;
import io.redress.query.windowboard.OwedQueries.Owed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a room operator has to urge and to coordinate, merchant by merchant (6.4.1 b d e f), and the service plans
 * between the two.
 */
@Controller
class TraderPagesHttp {
    private static final int SHOWN = 200;
    private static final int PLANS_MAX = 100;

    /** How merchants kept their promises is looked at as far back as that. */
    private static final Duration LOOKED_BACK = Duration.ofDays(90);

    private static final Set<Obligation> URGED = Set.of(
            Obligation.ROOM_OPERATOR_URGE_PROMISE,
            Obligation.ROOM_OPERATOR_URGE_AFTERSALE,
            Obligation.ROOM_OPERATOR_COORDINATE);

    /** What two parties do about their plan. */
    private static final Set<String> OF_PLANS =
            Set.of("ask-plan-adjustment", "refuse-adjustment", "propose-plan", "confirm-plan", "decline-plan");

    /** A length that is typed for a duty begins with this in a form. */
    private static final String LENGTH = "w.";

    private final OwedQueries owed;
    private final DocumentsQueries documents;
    private final ActsHttp acts;
    private final InstantSource legalClock;

    TraderPagesHttp(
            OwedQueries owed,
            DocumentsQueries documents,
            ActsHttp acts,
            @Qualifier("legalClock") InstantSource legalClock) {
        this.owed = owed;
        this.documents = documents;
        this.acts = acts;
        this.legalClock = legalClock;
    }

    /**
     * What is to be urged or coordinated.
     *
     * @param act urge or coordinate
     * @param address of its case
     * @param key names the request
     * @param late what the merchant owes in the case
     */
    record Item(WindowView window, String act, String address, String key, List<WindowView> late) {}

    /**
     * A service plan with what goes on about it.
     *
     * @param asked the adjustment that was asked for and is not answered; null when none is
     * @param key names the request
     */
    record Plan(DocumentView document, @Nullable WindowView asked, String key) {
        public boolean isProposed() {
            return document.proposal() != null && document.proposal().state().equals("waiting");
        }
    }

    /** A merchant, what is to be urged of it, and how it keeps its promises in the operator's rooms. */
    record Group(
            String merchant, List<Item> items, @Nullable Kept kept, List<Plan> plans) {
        /** When the first of it is due. */
        Instant first() {
            return items.isEmpty()
                    ? Instant.MAX
                    : items.getFirst().window().dueAt().toInstant();
        }
    }

    @GetMapping("/urging")
    String urging(Reader reader, Caller caller, Model model) {
        if (caller.kind() != Kind.OPERATOR) {
            throw new AccessDeniedException("the caller runs no rooms");
        }
        Instant now = legalClock.instant();
        List<Owed> items = owed.owed(reader, Party.roomOperator(caller.name()), URGED, now, SHOWN);
        Map<SubjectId, List<WindowView>> late = new HashMap<>();
        owed.ofMerchants(
                        reader,
                        items.stream()
                                .map(item -> item.window().subject().owner())
                                .toList(),
                        now)
                .forEach(window -> late.computeIfAbsent(window.subject().owner(), _ -> new ArrayList<>())
                        .add(window));
        Map<String, List<Item>> grouped = new TreeMap<>();
        items.forEach(item -> grouped.computeIfAbsent(item.parties().merchant(), _ -> new ArrayList<>())
                .add(item(item, late)));
        Map<String, List<Plan>> plans = plans(reader, Party.roomOperator(caller.name()), now).stream()
                .collect(Collectors.groupingBy(
                        plan -> Objects.requireNonNull(plan.document().merchant())));
        List<String> merchants = Stream.concat(grouped.keySet().stream(), plans.keySet().stream())
                .distinct()
                .toList();
        Map<String, Kept> kept = owed.kept(reader, merchants, now.minus(LOOKED_BACK)).stream()
                .collect(Collectors.toMap(Kept::merchant, one -> one));
        model.addAttribute(
                "groups",
                merchants.stream()
                        .map(merchant -> new Group(
                                merchant,
                                grouped.getOrDefault(merchant, List.of()),
                                kept.get(merchant),
                                plans.getOrDefault(merchant, List.of())))
                        .sorted(Comparator.comparing(Group::first).thenComparing(Group::merchant))
                        .toList());
        model.addAttribute("items", items.size());
        model.addAttribute("most", SHOWN);
        return "urging";
    }

    private static Item item(Owed item, Map<SubjectId, List<WindowView>> late) {
        SubjectId subject = item.window().subject().owner();
        return new Item(
                item.window(),
                item.window().obligation() == Obligation.ROOM_OPERATOR_COORDINATE ? "coordinate" : "urge",
                "/cases/" + CaseKind.path(subject),
                UUID.randomUUID().toString(),
                late.getOrDefault(subject, List.of()));
    }

    /** The plans of a merchant or a room operator. */
    List<Plan> plans(Reader reader, Party party, Instant now) {
        boolean merchant = party.equals(Party.merchant(party.name()));
        List<DocumentView> all = documents
                .list(
                        reader,
                        new DocumentsQueries.Wanted(
                                SubjectId.Kind.PLAN,
                                merchant ? party.name() : null,
                                null,
                                merchant ? null : party.name(),
                                null),
                        now,
                        null,
                        PLANS_MAX)
                .items();
        Map<SubjectId, WindowView> asked = new HashMap<>();
        owed.ofMerchants(reader, all.stream().map(DocumentView::subject).toList(), now)
                .forEach(window -> asked.put(window.subject(), window));
        return all.stream()
                .map(document -> new Plan(
                        document,
                        asked.get(document.subject()),
                        UUID.randomUUID().toString()))
                .toList();
    }

    /** What merchant and room operator do about their plan. What is published is shown by itself. */
    @PostMapping("/plans/{act}")
    ResponseEntity<Void> plan(
            Caller caller, @PathVariable String act, @RequestParam MultiValueMap<String, String> sent) {
        if (!OF_PLANS.contains(act)) {
            throw new NotOnSheet("act", act);
        }
        ObjectNode fields = ActForms.fields(sent);
        if (act.equals("propose-plan")) {
            ObjectNode windows = fields.putObject("windows");
            sent.forEach((name, values) -> {
                String length = values.getFirst().strip();
                if (name.startsWith(LENGTH) && !length.isEmpty()) {
                    windows.put(name.substring(LENGTH.length()), length);
                }
            });
        }
        acts.onPage(act, "", "", fields, CasePagesHttp.headers(sent), caller);
        String next = Objects.requireNonNullElse(sent.getFirst("next"), "/");
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, StartHttp.ofThisSite(next) + "?done=" + act)
                .build();
    }
}
