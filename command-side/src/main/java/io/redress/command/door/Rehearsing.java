package io.redress.command.door;

import io.redress.api.Act;
import io.redress.api.Event;
import io.redress.api.KeptTime;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.api.window.ExtensionAccepted;
import io.redress.api.window.ExtensionDeclined;
import io.redress.api.window.ExtensionProposed;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import io.redress.command.door.PossibleAct.Answered;
import io.redress.command.door.PossibleAct.Lapse;
import io.redress.command.door.PossibleAct.Limit;
import io.redress.command.rule.Refusal;
import io.redress.command.window.Terms;
import io.redress.command.window.Window;
import io.redress.command.window.WorkingCalendar;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tries every act on the copy of one subject and writes down what was not refused. */
final class Rehearsing {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What a text holds does not matter to any rule; these are for people who read the example. */
    private static final Map<String, String> TEXTS = Map.of("waybill", "SF1234567890");

    private static final String TEXT = "……";
    private static final String AGENT = "agent-on-duty";

    private final Rehearsal rehearsal;
    private final ActReader reader;
    private final Terms terms;
    private final SubjectId subject;
    private final @Nullable String agent;
    private final Map<WindowKey, Optional<Lapse>> lapses = new HashMap<>();

    Rehearsing(Rehearsal rehearsal, ActReader reader, Terms terms, SubjectId subject, @Nullable String agent) {
        this.rehearsal = rehearsal;
        this.reader = reader;
        this.terms = terms;
        this.subject = subject;
        this.agent = agent;
    }

    PossibleActs.Answer answer(Instant asked, List<ActForm> forms) {
        if (rehearsal.history(subject).isEmpty()) {
            throw PossibleActs.unknown(subject);
        }
        rehearsal.lapse(subject, asked);
        KnownFacts facts = new KnownFacts(subject, rehearsal.history(subject));
        Instant at = asked.isBefore(facts.latest()) ? facts.latest() : asked;
        Map<Entry, List<Done>> done = new LinkedHashMap<>();
        for (ActForm form : forms) {
            new Filling(form, facts, at)
                    .tryAll()
                    .forEach(one -> done.computeIfAbsent(
                                    new Entry(form.act(), one.actor(), one.answers(), one.limits()),
                                    _ -> new ArrayList<>())
                            .add(one));
        }
        return new PossibleActs.Answer(
                subject,
                at,
                facts.parties(),
                done.entrySet().stream()
                        .map(entry -> possible(entry.getKey(), entry.getValue(), facts))
                        .toList());
    }

    /** What makes one entry of the answer: the ways to do one act that differ in choices only. */
    private record Entry(String act, Party actor, @Nullable WindowKey answers, Map<String, Limit> limits) {}

    /**
     * An act that was done on the copy.
     *
     * @param shown the values that were chosen for it, with others that nothing tells apart
     */
    private record Done(
            ActForm form,
            ObjectNode request,
            Map<String, List<JsonNode>> shown,
            Party actor,
            @Nullable WindowKey answers,
            boolean reopens,
            List<ActField> fields,
            Map<String, Limit> limits) {

        Done answering(@Nullable WindowKey window) {
            return new Done(form, request, shown, actor, window, reopens, fields, limits);
        }
    }

    private PossibleAct possible(Entry entry, List<Done> ways, KnownFacts facts) {
        Done first = ways.getFirst();
        JsonNode by = first.request().get("by");
        return new PossibleAct(
                entry.act(),
                first.form().type(),
                entry.actor(),
                by == null ? null : Side.of(by.stringValue()),
                first.form().onTheSubject(),
                entry.answers() == null ? null : answered(facts.windows().get(entry.answers())),
                first.reopens() ? facts.reopenableUntil() : null,
                fields(ways),
                choices(ways),
                entry.limits(),
                first.request());
    }

    private static List<Map<String, List<JsonNode>>> choices(List<Done> ways) {
        boolean none = ways.stream().allMatch(way -> way.shown().isEmpty());
        Set<String> lists = ways.stream()
                .flatMap(way -> way.fields().stream())
                .filter(field -> field.type() == ActField.Type.NAMES || field.type() == ActField.Type.WORDS)
                .map(ActField::name)
                .collect(Collectors.toSet());
        return none ? List.of() : Blocks.of(ways.stream().map(Done::shown).toList(), lists);
    }

    /** Required is what every way requires; choices say which of the others goes with what. */
    private static List<ActField> fields(List<Done> ways) {
        Map<String, ActField> fields = new LinkedHashMap<>();
        for (Done way : ways) {
            for (ActField field : way.fields()) {
                fields.merge(field.name(), field, (one, other) -> one.required() ? other : one);
            }
        }
        return fields.values().stream()
                .map(field -> ways.stream()
                                .allMatch(way -> way.fields().stream()
                                        .anyMatch(its -> its.name().equals(field.name())))
                        ? field
                        : field.optional())
                .toList();
    }

    private Answered answered(Window window) {
        Obligation obligation = window.obligation();
        return new Answered(
                window.key(),
                window.state(),
                window.dueAt(),
                terms.obligations().of(obligation).clause(),
                window.isOpen()
                        ? lapses.computeIfAbsent(window.key(), _ -> otherwise(window))
                                .orElse(null)
                        : null);
    }

    /** Lets the copy's time pass to see what the lapse does; nothing when another lapse ends the window before. */
    private Optional<Lapse> otherwise(Window window) {
        for (Event event : rehearsal.tries(() -> rehearsal.lapse(subject, window.dueAt()))) {
            if (event instanceof WindowLapsed lapsed && lapsed.window().equals(window.key())) {
                List<Obligation> opens = lapsed.changes().stream()
                        .filter(Change.Opened.class::isInstance)
                        .map(change -> ((Change.Opened) change).window().obligation())
                        .toList();
                Ending ends = lapsed.changes().stream()
                        .filter(change -> change instanceof Change.Ended ended
                                && ended.subject().equals(subject))
                        .map(change -> ((Change.Ended) change).ending())
                        .findFirst()
                        .orElse(null);
                return Optional.of(
                        new Lapse(terms.obligations().of(window.obligation()).onLapse(), opens, ends));
            }
        }
        return Optional.empty();
    }

    /**
     * One value that a field may take, or values of two fields that go together.
     *
     * @param shown what is said of it; empty where the value is a mere sample
     */
    private record Choice(Map<String, JsonNode> values, Map<String, List<JsonNode>> shown) {
        static Choice of(String field, JsonNode value) {
            return new Choice(Map.of(field, value), Map.of(field, List.of(value)));
        }

        static Choice sample(String field, JsonNode value) {
            return new Choice(Map.of(field, value), Map.of());
        }

        /** The field is left out. */
        static Choice none() {
            return new Choice(Map.of(), Map.of());
        }
    }

    /** Fills one form in, in every way there is. */
    private final class Filling {
        private final ActForm form;
        private final KnownFacts facts;
        private final Instant at;
        private final List<Done> done = new ArrayList<>();

        Filling(ActForm form, KnownFacts facts, Instant at) {
            this.form = form;
            this.facts = facts;
            this.at = at;
        }

        List<Done> tryAll() {
            List<List<Choice>> open = new ArrayList<>();
            for (ActField field : form.fields()) {
                if (!field.name().contains("/")) {
                    open.add(choices(field));
                }
            }
            tryAll(open, JSON.objectNode(), Map.of());
            return form.fields().stream()
                    .filter(field -> field.type() == ActField.Type.NAMES && !field.required())
                    .findFirst()
                    .map(this::likeTheWhole)
                    .orElse(done);
        }

        /** What is done to some is a part of what is done to all, and answers the same window. */
        private List<Done> likeTheWhole(ActField some) {
            Optional<Done> all =
                    done.stream().filter(one -> !one.request().has(some.name())).findFirst();
            return all.isEmpty()
                    ? done
                    : done.stream()
                            .map(one -> one.answering(all.get().answers()))
                            .toList();
        }

        private void tryAll(List<List<Choice>> open, ObjectNode request, Map<String, List<JsonNode>> shown) {
            if (open.isEmpty()) {
                attempt(request, shown);
                return;
            }
            for (Choice choice : open.getFirst()) {
                ObjectNode further = request.deepCopy();
                choice.values().forEach(further::set);
                Map<String, List<JsonNode>> said = new LinkedHashMap<>(shown);
                said.putAll(choice.shown());
                tryAll(open.subList(1, open.size()), further, said);
            }
        }

        private List<Choice> choices(ActField field) {
            String name = field.name();
            String word = form.words().get(name);
            if (word != null) {
                return List.of(Choice.of(name, text(word)));
            }
            List<Choice> choices = new ArrayList<>();
            if (!field.required() && !isTheSubject(field)) {
                choices.add(Choice.none());
            }
            switch (field.type()) {
                case ID -> choices.addAll(id(field));
                case NAME -> choices.addAll(field.required() ? List.of(name(name)) : List.of());
                case TEXT ->
                    choices.addAll(
                            field.required()
                                    ? List.of(Choice.sample(name, text(TEXTS.getOrDefault(name, TEXT))))
                                    : List.of());
                case FLAG ->
                    choices.addAll(
                            field.required()
                                    ? List.of(
                                            Choice.of(name, JSON.booleanNode(false)),
                                            Choice.of(name, JSON.booleanNode(true)))
                                    : List.of());
                case AMOUNT_FEN ->
                    choices.addAll(field.required() ? List.of(Choice.sample(name, JSON.numberNode(1L))) : List.of());
                case TEXTS ->
                    choices.addAll(field.required() ? List.of(Choice.sample(name, JSON.objectNode())) : List.of());
                case WORDS -> {
                    // what may be left out bears on no rule
                    if (field.required()) {
                        field.words().forEach(one -> choices.add(list(name, List.of(one))));
                    }
                }
                case NAMES -> facts.lines().forEach(lines -> choices.add(list(name, lines)));
                case SUBJECT -> facts.windowLines().forEach(line -> choices.add(window(name, line)));
                case INSTANT, WORD -> choices.add(Choice.none()); // is filled in with the window
                case NUMBER ->
                    choices.addAll(field.required() ? List.of(Choice.sample(name, JSON.numberNode(1))) : List.of());
                case OBJECTS -> choices.add(Choice.none());
            }
            return choices;
        }

        private boolean isTheSubject(ActField field) {
            return field.name().equals(subject.kind().word());
        }

        private List<Choice> id(ActField field) {
            if (isTheSubject(field)) {
                JsonNode key = text(subject.key());
                return List.of(form.onTheSubject() ? Choice.sample(field.name(), key) : Choice.of(field.name(), key));
            }
            return field.required() ? List.of(Choice.sample(field.name(), text("new-" + field.name()))) : List.of();
        }

        private Choice name(String field) {
            String known = facts.party(field);
            if (known.isEmpty()) {
                String name = field.equals("agent") && agent != null ? agent : facts.unused(AGENT);
                return agent != null && field.equals("agent")
                        ? Choice.of(field, text(name))
                        : Choice.sample(field, text(name));
            }
            return Choice.of(field, text(known));
        }

        /** The first alone stands for all of these. */
        private Choice list(String field, List<String> alike) {
            ArrayNode one = JSON.arrayNode().add(alike.getFirst());
            return new Choice(
                    Map.of(field, one),
                    Map.of(field, alike.stream().<JsonNode>map(JSON::stringNode).toList()));
        }

        private Choice window(String field, KnownFacts.WindowLine line) {
            JsonNode label = text(line.subject().toString());
            JsonNode obligation = text(line.obligation());
            Map<String, JsonNode> values = new LinkedHashMap<>(Map.of(field, label, "obligation", obligation));
            if (form.fields().stream().anyMatch(other -> other.name().equals("dueAt"))) {
                values.put("dueAt", instant(KeptTime.orLast(present(line).plus(Duration.ofDays(1)))));
            }
            return new Choice(values, Map.of(field, List.of(label), "obligation", List.of(obligation)));
        }

        /** Until when the window in question runs. */
        private Instant present(KnownFacts.WindowLine line) {
            List<Window> windows = facts.windows()
                    .of(line.subject(), Obligation.of(line.obligation()))
                    .toList();
            String by = form.words().get("by");
            return windows.stream()
                    .filter(window ->
                            by == null || window.owedBy().equals(facts.parties().party(Side.of(by))))
                    .reduce((_, newer) -> newer)
                    .orElse(windows.getLast())
                    .dueAt();
        }

        // ---- one attempt

        private void attempt(ObjectNode request, Map<String, List<JsonNode>> shown) {
            List<Event> events;
            try {
                events = rehearse(request);
            } catch (Refusal refusal) {
                ObjectNode bounded = withinBound(request, refusal);
                if (bounded == null) {
                    return;
                }
                try {
                    events = rehearse(bounded);
                } catch (Refusal again) {
                    return;
                }
                write(bounded, withAdded(request, bounded, shown), events, missing(request, bounded));
                return;
            }
            write(request, shown, events, Set.of());
        }

        /** What may be left out of other acts of this name, and not of this one. */
        private Set<String> missing(ObjectNode request, ObjectNode bounded) {
            return bounded.propertyNames().stream()
                    .filter(name -> !request.has(name))
                    .collect(Collectors.toSet());
        }

        /** A value without which the act is refused is the only one that it takes. */
        private Map<String, List<JsonNode>> withAdded(
                ObjectNode request, ObjectNode bounded, Map<String, List<JsonNode>> shown) {
            Map<String, List<JsonNode>> said = new LinkedHashMap<>(shown);
            missing(request, bounded).forEach(name -> said.put(name, List.of(bounded.get(name))));
            return said;
        }

        private List<Event> rehearse(ObjectNode request) {
            return rehearsal.tries(() -> rehearsal.perform(
                    reader.read(form.act(), request, at), later -> reader.read(form.act(), request, later)));
        }

        /**
         * The same with the amount or the instant that the refusal names as the bound; null when it names none. An
         * amount that was left out may be what is missing: whoever signs second names what the first has signed.
         */
        private @Nullable ObjectNode withinBound(ObjectNode request, Refusal refusal) {
            for (ActField field : form.fields()) {
                if (request.has(field.name()) || field.type() == ActField.Type.AMOUNT_FEN) {
                    JsonNode bound = bound(field, refusal);
                    if (bound != null) {
                        ObjectNode within = request.deepCopy();
                        within.set(field.name(), bound);
                        return within;
                    }
                }
            }
            return null;
        }

        private static @Nullable JsonNode bound(ActField field, Refusal refusal) {
            List<String> details = refusal.reasons().getFirst().details();
            if (details.isEmpty()) {
                return null;
            }
            try {
                return switch (field.type()) {
                    case AMOUNT_FEN -> JSON.numberNode(Long.parseLong(details.getLast()));
                    case INSTANT ->
                        instant(OffsetDateTime.parse(details.getLast()).toInstant());
                    default -> null;
                };
            } catch (DateTimeException | NumberFormatException e) {
                return null;
            }
        }

        private void write(
                ObjectNode request, Map<String, List<JsonNode>> shown, List<Event> events, Set<String> needed) {
            Act act = reader.read(form.act(), request, at);
            Event own = events.stream()
                    .filter(event -> event.subject().equals(act.subject()) && !(event instanceof WindowLapsed))
                    .reduce((_, later) -> later)
                    .orElseThrow();
            WindowKey answers = answers(own, events);
            List<ActField> fields = new ArrayList<>();
            Map<String, Limit> limits = new LinkedHashMap<>();
            for (ActField field : form.fields()) {
                if (form.onTheSubject() && isTheSubject(field)) {
                    continue;
                }
                boolean takesSome = switch (field.type()) {
                    case AMOUNT_FEN -> limitAmount(field, request, limits);
                    case INSTANT ->
                        !field.required() || answers == null || limitInstant(field, request, answers, limits);
                    default -> true;
                };
                if (takesSome) {
                    fields.add(needed.contains(field.name()) ? field.needed() : field);
                }
            }
            boolean reopens = own.changes().stream().anyMatch(Change.Reopened.class::isInstance);
            done.add(new Done(form, request, shown, own.by(), answers, reopens, fields, limits));
        }

        /** The window that the act proposes to move, or that it meets, or whose clock it stops; the actor's own first. */
        private @Nullable WindowKey answers(Event own, Collection<Event> events) {
            return switch (own) {
                case ExtensionProposed proposed -> proposed.window();
                case ExtensionAccepted accepted -> accepted.window();
                case ExtensionDeclined declined -> declined.window();
                default ->
                    events.stream()
                            .filter(event -> event.subject().equals(subject) && !(event instanceof WindowLapsed))
                            .flatMap(event -> event.changes().stream())
                            .flatMap(Rehearsing::answeredBy)
                            .filter(key -> facts.windows().all().stream()
                                    .anyMatch(window -> window.key().equals(key)))
                            .min(Comparator.comparing(
                                            (WindowKey key) -> !key.owedBy().equals(own.by()))
                                    .thenComparing(
                                            key -> facts.windows().get(key).dueAt()))
                            .orElse(null);
            };
        }

        /** Between what an amount must lie; false when the act takes none. */
        private boolean limitAmount(ActField field, ObjectNode request, Map<String, Limit> limits) {
            Long most = edge(field, request, Fields.AMOUNT_FEN_MAX);
            Long least = edge(field, request, 0);
            if (most == null) {
                most = least;
            }
            if (most == null || least == null) {
                return field.required();
            }
            limits.put(field.name(), new Limit(least, most, null, null));
            return true;
        }

        /** This amount, or the one that its refusal names instead; null when neither is taken. */
        private @Nullable Long edge(ActField field, ObjectNode request, long amountFen) {
            ObjectNode edge = request.deepCopy().put(field.name(), amountFen);
            try {
                rehearse(edge);
                return amountFen;
            } catch (Refusal refusal) {
                JsonNode bound = bound(field, refusal);
                return bound != null && isDone(edge.put(field.name(), bound.longValue())) ? bound.longValue() : null;
            }
        }

        private boolean limitInstant(ActField field, ObjectNode request, WindowKey window, Map<String, Limit> limits) {
            if (!request.has(field.name())) {
                return true;
            }
            ObjectNode latest = request.deepCopy();
            latest.set(field.name(), instant(KeptTime.LAST));
            Instant until = null;
            try {
                rehearse(latest);
            } catch (Refusal refusal) {
                JsonNode bound = bound(field, refusal);
                if (bound == null) {
                    return true;
                }
                until = OffsetDateTime.parse(bound.stringValue()).toInstant();
            }
            limits.put(
                    field.name(),
                    new Limit(null, null, facts.windows().get(window).dueAt(), until));
            return true;
        }

        private boolean isDone(ObjectNode request) {
            try {
                rehearse(request);
                return true;
            } catch (Refusal refusal) {
                return false;
            }
        }
    }

    private static Stream<WindowKey> answeredBy(Change change) {
        return switch (change) {
            case Change.Met met -> Stream.of(met.window());
            case Change.Suspended suspended -> Stream.of(suspended.window());
            default -> Stream.empty();
        };
    }

    private static JsonNode text(String text) {
        return JSON.stringNode(text);
    }

    private static JsonNode instant(Instant instant) {
        return text(WorkingCalendar.shown(instant));
    }
}
