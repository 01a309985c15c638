package io.redress.app.pages;

import io.redress.api.Clause;
import io.redress.api.Event;
import io.redress.api.EventName;
import io.redress.api.EventTypes;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.window.Obligation;
import io.redress.app.ActsHttp;
import io.redress.app.AvailableActions.Action;
import io.redress.app.AvailableActionsHttp;
import io.redress.app.CaseNoticesHttp;
import io.redress.app.Problems;
import io.redress.app.Waits;
import io.redress.app.access.Caller;
import io.redress.app.access.Policy;
import io.redress.app.desk.Claims;
import io.redress.app.evidence.FileReading;
import io.redress.app.hindsight.HindsightHttp;
import io.redress.app.pages.ActForms.Form;
import io.redress.app.pages.ActForms.Typed;
import io.redress.command.window.Terms;
import io.redress.query.CaseKind;
import io.redress.query.CaseState;
import io.redress.query.NotOnSheet;
import io.redress.query.Reader;
import io.redress.query.WindowOutcome;
import io.redress.query.WindowView;
import io.redress.query.casefile.CaseFileQueries;
import io.redress.query.casefile.CaseFileView;
import io.redress.query.casefile.CaseFileView.EntryView;
import io.redress.query.kept.KeptQueries;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A case for whoever looks: what is waited for, what he may do, what happened, and who held the ball for how long. */
@Controller
@RequestMapping("/cases/{kind}/{id}")
class CasePagesHttp {
    private static final int FILES_MAX = 100;
    private static final int LOOKS_MAX = 20;
    /** An act that was done is looked for on the sheets for so long before its page is shown. */
    private static final String WAIT = "wait=5";

    private static final Set<String> UNDECIDED =
            Set.of("intervention.decision-proposed.v1", "intervention.decision-returned.v1");

    private final CaseFileQueries files;
    private final AvailableActionsHttp available;
    private final ActsHttp acts;
    private final HindsightHttp hindsight;
    private final FileReading evidence;
    private final CaseNoticesHttp notices;
    private final KeptQueries kept;
    private final Terms terms;
    private final Policy policy;
    private final Problems problems;
    private final Claims claims;
    private final Waits waits;
    private final JsonMapper json;
    private final InstantSource legalClock;
    private final Map<String, String> clauses = clauses();

    CasePagesHttp(
            CaseFileQueries files,
            AvailableActionsHttp available,
            ActsHttp acts,
            HindsightHttp hindsight,
            FileReading evidence,
            CaseNoticesHttp notices,
            KeptQueries kept,
            Terms terms,
            Policy policy,
            Problems problems,
            Claims claims,
            Waits waits,
            JsonMapper json,
            @Qualifier("legalClock") InstantSource legalClock) {
        this.files = files;
        this.available = available;
        this.acts = acts;
        this.hindsight = hindsight;
        this.evidence = evidence;
        this.notices = notices;
        this.kept = kept;
        this.terms = terms;
        this.policy = policy;
        this.problems = problems;
        this.claims = claims;
        this.waits = waits;
        this.json = json;
        this.legalClock = legalClock;
    }

    /** Which clause an event rests on, by its stored name. */
    private static Map<String, String> clauses() {
        Map<String, String> clauses = new HashMap<>();
        EventTypes.families().forEach(family -> collect(family, clauses));
        return clauses;
    }

    private static void collect(Class<?> type, Map<String, String> into) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (permitted != null) {
            Stream.of(permitted).forEach(each -> collect(each, into));
        }
        EventName name = type.getAnnotation(EventName.class);
        Clause clause = type.getAnnotation(Clause.class);
        if (name != null && clause != null && Event.class.isAssignableFrom(type)) {
            into.put(name.value(), String.join("; ", clause.value()));
        }
    }

    // ---- the page

    /**
     * A window that somebody is waited for.
     *
     * @param mine whether whoever looks owes it
     */
    record Waiting(WindowView window, boolean mine, String onLapse, String why) {}

    /** What an entry did to a window. */
    record Moved(
            String change,
            String obligation,
            @Nullable Party owedBy,
            @Nullable OffsetDateTime dueAt) {}

    /**
     * An entry in its lane.
     *
     * @param lane consumer, trader or desk
     * @param seen by whom it can be seen, as the key of the words for it
     */
    record Entry(
            EntryView entry, String lane, @Nullable String clause, String seen, List<Moved> moved, boolean lapse) {}

    @GetMapping
    String page(
            Reader reader,
            Caller caller,
            @PathVariable String kind,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable String done,
            @RequestParam(required = false) @Nullable String uploaded,
            Model model) {
        model.addAttribute("done", done);
        model.addAttribute("uploaded", uploaded);
        return page(reader, caller, kind, id, "ascending".equals(order), null, model);
    }

    private String page(
            Reader reader,
            Caller caller,
            String kind,
            String id,
            boolean ascending,
            @Nullable Typed typed,
            Model model) {
        SubjectId subject = CaseKind.subject(kind, id);
        CaseFileView file =
                files.read(reader, subject, -1, legalClock.instant()).orElseThrow(() -> new NotOnSheet(kind, id));
        List<Action> actions = available.of(caller, subject).actions();
        List<FileReading.View> submitted =
                evidence.list(reader, subject, null, FILES_MAX).items();
        List<Form> forms = ActForms.withFiles(ActForms.of(actions, typed), drafts(submitted, caller));
        List<Entry> entries = ordered(file.entries().stream().map(this::entry).toList(), ascending);
        model.addAttribute("file", file);
        model.addAttribute("address", "/cases/" + CaseKind.path(subject));
        model.addAttribute("waiting", waiting(file, caller));
        model.addAttribute("forms", forms);
        // what was tried may be no longer among what can be done; what was typed is shown all the same
        model.addAttribute("lost", typed != null && forms.stream().noneMatch(Form::open) ? typed : null);
        model.addAttribute("entries", entries);
        model.addAttribute("ascending", ascending);
        model.addAttribute("windows", ordered(file.windows(), ascending));
        var ledger = hindsight.timeLedger(kind, id);
        model.addAttribute("ledger", ledger);
        model.addAttribute("bars", LedgerBars.of(ledger));
        model.addAttribute("evidence", ordered(submitted, ascending));
        model.addAttribute("mayUpload", subject.isDemand() && caller.party().isPresent());
        model.addAttribute("uploadKey", UUID.randomUUID().toString());
        model.addAttribute(
                "told",
                notices.of(reader, kind, id).windows().stream()
                        .collect(Collectors.toMap(
                                one -> windowKey(one.subject(), one.obligation(), one.owedBy(), one.number()),
                                one -> one)));
        boolean looks = reader.isPlatform() || reader.kind() == Reader.Kind.CONSUMER;
        model.addAttribute(
                "looks", looks ? kept.accesses(reader, subject, null, LOOKS_MAX).items() : null);
        if (reader.isPlatform()) {
            DeskPagesHttp.presence(caller, subject, claims, model);
        }
        model.addAttribute("over", file.state() != CaseState.OPEN);
        return "case";
    }

    /** Files of the caller's own that it has not submitted yet. */
    static List<String> drafts(List<FileReading.View> files, Caller caller) {
        String own = caller.party().map(Party::toString).orElse("");
        return files.stream()
                .filter(file -> file.party().equals(own) && file.state().equals("staged"))
                .map(FileReading.View::file)
                .toList();
    }

    /** Names a window on a page. */
    public static String windowKey(SubjectId subject, Obligation obligation, Party owedBy, int number) {
        return String.join(" ", subject.toString(), obligation.id(), owedBy.toString(), Integer.toString(number));
    }

    /** One switch for everything that has an order. */
    private static <T> List<T> ordered(List<T> ascending, boolean isAscending) {
        return isAscending ? ascending : ascending.reversed();
    }

    /** Everything that happened, an entry a line, from the beginning whatever the page shows first. */
    @GetMapping("/export")
    void export(Reader reader, @PathVariable String kind, @PathVariable String id, HttpServletResponse response)
            throws IOException {
        SubjectId subject = CaseKind.subject(kind, id);
        List<EntryView> entries = new ArrayList<>();
        Long after = -1L;
        while (after != null) {
            CaseFileView file = files.read(reader, subject, after, legalClock.instant())
                    .orElseThrow(() -> new NotOnSheet(kind, id));
            entries.addAll(file.entries());
            after = file.nextAfter();
        }
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(subject.kind().word() + "-" + subject.key() + ".ndjson", StandardCharsets.UTF_8)
                        .build()
                        .toString());
        OutputStream out = response.getOutputStream();
        for (EntryView entry : entries) {
            out.write(json.writeValueAsBytes(entry));
            out.write('\n');
        }
    }

    private List<Waiting> waiting(CaseFileView file, Caller caller) {
        return file.windows().stream()
                .filter(window -> window.outcome() == WindowOutcome.OPEN || window.outcome() == WindowOutcome.SUSPENDED)
                .sorted(Comparator.comparing(WindowView::dueAt))
                .map(window -> new Waiting(
                        window,
                        policy.isUpTo(caller, window.owedBy()),
                        terms.obligations().of(window.obligation()).onLapse().word(),
                        why(window)))
                .toList();
    }

    /** Where it is explained why a window is due when it is. */
    static String why(WindowView window) {
        return "/cases/" + CaseKind.path(window.subject().owner()) + "/deadline?obligation="
                + window.obligation().id() + "&owedBy="
                + encoded(window.owedBy().toString()) + "&number=" + window.number()
                + (window.subject().equals(window.subject().owner()) ? "" : "&intervention=true");
    }

    private static String encoded(String text) {
        return UriUtils.encode(text, StandardCharsets.UTF_8);
    }

    private Entry entry(EntryView entry) {
        Role role = entry.by().role();
        String lane = switch (role) {
            case CONSUMER -> "consumer";
            case MERCHANT, ROOM_OPERATOR -> "trader";
            case PLATFORM -> "desk";
        };
        boolean lapse = entry.dueAt() != null;
        List<Moved> moved = new ArrayList<>();
        for (JsonNode change : entry.changes()) {
            JsonNode window = change.path("window");
            if (!window.isMissingNode()) {
                String due = change.path("dueAt").asString("");
                moved.add(new Moved(
                        change.path("change").asString(""),
                        window.path("obligation").asString(""),
                        Party.parse(window.path("owedBy").asString("")),
                        due.isEmpty() ? null : OffsetDateTime.parse(due)));
            }
        }
        // a lapse stands in the lane of whoever let it happen
        if (lapse && !moved.isEmpty()) {
            Party owed = Objects.requireNonNull(moved.getFirst().owedBy());
            lane = owed.role() == Role.CONSUMER ? "consumer" : owed.role() == Role.PLATFORM ? "desk" : "trader";
        }
        String seen = UNDECIDED.contains(entry.event())
                ? "desk"
                : entry.event().equals("demand.message-sent.v1") ? "parties" : "all";
        return new Entry(entry, lane, clauses.get(entry.event()), seen, moved, lapse);
    }

    // ---- why then

    @GetMapping("/deadline")
    String deadline(
            Reader reader,
            @PathVariable String kind,
            @PathVariable String id,
            @RequestParam String obligation,
            @RequestParam String owedBy,
            @RequestParam(required = false) @Nullable Integer number,
            @RequestParam(required = false) @Nullable String intervention,
            Model model) {
        SubjectId subject = CaseKind.subject(kind, id);
        SubjectId of = intervention == null ? subject : SubjectId.parse("intervention/" + subject);
        model.addAttribute("address", "/cases/" + CaseKind.path(subject));
        model.addAttribute("subject", subject);
        model.addAttribute("why", hindsight.explain(reader, of.toString(), obligation, owedBy, number));
        return "deadline";
    }

    // ---- acts

    @PostMapping("/{act}")
    Object act(
            Reader reader,
            Caller caller,
            @PathVariable String kind,
            @PathVariable String id,
            @PathVariable String act,
            @RequestParam MultiValueMap<String, String> sent,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        String form = Objects.requireNonNullElse(sent.getFirst("form"), "");
        boolean ascending = "ascending".equals(sent.getFirst("order"));
        String sure = sent.getFirst("sure");
        if (ActForms.TWICE.contains(act) && (sure == null || sure.equals("look"))) {
            return confirm(reader, kind, id, act, sent, model);
        }
        if (sure != null && sure.equals("no")) {
            return page(reader, caller, kind, id, ascending, new Typed(form, sent, null), model);
        }
        try {
            ResponseEntity<ActsHttp.Done> answer =
                    acts.onPage(act, kind, id, ActForms.fields(sent), headers(sent), caller);
            URI begun = answer.getHeaders().getLocation();
            String page = begun == null
                    ? "/cases/" + CaseKind.path(CaseKind.subject(kind, id))
                    : begun.toString().substring("/api/v1".length());
            if (ActForms.TWICE.contains(act)) {
                claims.giveBack(CaseKind.subject(kind, id), caller.name());
            }
            String next = Objects.requireNonNullElse(sent.getFirst("next"), "");
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .header(
                            HttpHeaders.LOCATION,
                            (next.isEmpty() ? page + "?" : StartHttp.ofThisSite(next) + "?of=" + encoded(page) + "&")
                                    + "done="
                                    + encoded(act))
                    .build();
        } catch (RuntimeException failure) {
            ProblemDetail problem = problems.of(failure, locale);
            if (HttpStatus.CONFLICT.value() == problem.getStatus()
                    || HttpStatus.PRECONDITION_FAILED.value() == problem.getStatus()) {
                waits.forAll(List.of(WAIT)); // what stands against it is to be seen on the page
            }
            response.setStatus(problem.getStatus());
            model.addAttribute("problem", problem);
            return page(reader, caller, kind, id, ascending, new Typed(form, sent, problem), model);
        }
    }

    /** What the browser says with a request of the API, a form says in fields of its own. */
    static HttpHeaders headers(MultiValueMap<String, String> sent) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Idempotency-Key", Objects.requireNonNullElse(sent.getFirst("key"), ""));
        headers.set("Prefer", WAIT);
        String seen = sent.getFirst("seen");
        if (seen != null) {
            headers.set(HttpHeaders.IF_MATCH, "\"" + seen + "\"");
        }
        return headers;
    }

    /** What each party would receive, before it is done. */
    private String confirm(
            Reader reader, String kind, String id, String act, MultiValueMap<String, String> sent, Model model) {
        SubjectId subject = CaseKind.subject(kind, id);
        CaseFileView file =
                files.read(reader, subject, -1, legalClock.instant()).orElseThrow(() -> new NotOnSheet(kind, id));
        MultiValueMap<String, String> kept = new LinkedMultiValueMap<>(sent);
        List.of("_csrf", "sure").forEach(kept::remove);
        model.addAttribute("file", file);
        model.addAttribute("address", "/cases/" + CaseKind.path(subject));
        model.addAttribute("act", act);
        model.addAttribute("fields", ActForms.fields(sent));
        model.addAttribute("kept", kept);
        model.addAttribute(
                "receivers",
                Stream.of(
                                Party.consumer(file.parties().consumer()),
                                Party.merchant(file.parties().merchant()),
                                Party.roomOperator(file.parties().operator()))
                        .filter(party -> !party.name().isEmpty())
                        .filter(party -> party.role() != Role.ROOM_OPERATOR
                                || !file.parties().selfRun())
                        .toList());
        model.addAttribute("proposed", file.decisionProposed());
        return "confirm";
    }
}
