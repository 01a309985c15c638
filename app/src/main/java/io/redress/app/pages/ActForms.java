package io.redress.app.pages;

import io.redress.app.AvailableActions.Action;
import io.redress.app.AvailableActions.Field;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The acts that may be done now, as forms, and what was typed into a form as the fields of an act. Forms know of acts
 * only what is said of what may be done; whatever is typed is judged where acts are judged.
 */
final class ActForms {
    /** In a form, the names of fields are told from what the form says about itself by this. */
    private static final String FIELD = "f.";
    /** And how the text of a field is to be read, by this. */
    private static final String TYPE = "t.";

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);
    private static final int FEN = 2;
    private static final String FILES = "files";

    /** Acts that nobody takes back: they are shown once more, with what each party receives, before they are done. */
    static final Set<String> TWICE = Set.of(
            "decide", "settle", "refer-outside", "confirm-decision", "decide-appeal", "withdraw", "cancel-order");

    private ActForms() {}

    /**
     * A form for an act.
     *
     * @param id tells it from the others on its page
     * @param key names the request, so that a form that is sent twice is done once
     * @param fixed fields that have only one value here
     * @param apiOnly it takes what no form here can hold
     * @param open whether somebody is at it
     */
    record Form(
            String id,
            Action action,
            String key,
            List<Input> fixed,
            List<Input> inputs,
            boolean apiOnly,
            boolean open,
            boolean twice,
            List<String> wrong) {}

    /**
     * A field of a form.
     *
     * @param options of which one or several are chosen; empty where it is typed
     * @param values what is in it
     * @param wrong what is the matter with it, null when nothing is
     */
    record Input(
            String name,
            String type,
            boolean required,
            List<String> options,
            List<String> values,
            @Nullable String min,
            @Nullable String max,
            @Nullable Long characters,
            @Nullable String wrong) {
        public boolean holds(String option) {
            return values.contains(option);
        }

        public @Nullable String value() {
            return values.isEmpty() ? null : values.getFirst();
        }
    }

    /** What was typed into a form, and what came of it. */
    record Typed(
            String form,
            MultiValueMap<String, String> fields,
            @Nullable ProblemDetail problem) {}

    static List<Form> of(List<Action> actions, @Nullable Typed typed) {
        Map<String, List<Action>> together = new LinkedHashMap<>();
        for (Action action : actions) {
            together.computeIfAbsent(name(action), _ -> new ArrayList<>()).add(action);
        }
        return together.entrySet().stream()
                .map(entry -> form(
                        entry.getKey(),
                        entry.getValue(),
                        typed != null && typed.form().equals(entry.getKey()) ? typed : null))
                .toList();
    }

    /**
     * The name of the form for an act. What may be done under several windows is one act to people: they choose what
     * they want, and the windows follow. More time is asked for one window, so that each has a form of its own.
     */
    private static String name(Action action) {
        boolean ofOneWindow =
                action.fields().stream().anyMatch(field -> field.name().equals("obligation"));
        return ofOneWindow
                ? String.join(
                        "-",
                        action.action(),
                        String.valueOf(action.obligation()),
                        action.actor().role().word())
                : action.action();
    }

    /** The same forms, where files are chosen among these; where there is none to choose, none is asked for. */
    static List<Form> withFiles(List<Form> forms, List<String> files) {
        return forms.stream()
                .map(form -> new Form(
                        form.id(),
                        form.action(),
                        form.key(),
                        form.fixed(),
                        form.inputs().stream()
                                .filter(input -> !input.name().equals(FILES) || !files.isEmpty())
                                .map(input -> input.name().equals(FILES)
                                        ? new Input(
                                                FILES,
                                                input.type(),
                                                input.required(),
                                                files,
                                                input.values(),
                                                null,
                                                null,
                                                null,
                                                input.wrong())
                                        : input)
                                .toList(),
                        form.apiOnly(),
                        form.open(),
                        form.twice(),
                        form.wrong()))
                .toList();
    }

    private static Form form(String id, List<Action> actions, @Nullable Typed typed) {
        Action action = actions.getFirst();
        List<Input> fixed = new ArrayList<>();
        List<Input> inputs = new ArrayList<>();
        boolean apiOnly = false;
        for (Field field : action.fields()) {
            Set<String> options = options(actions, field);
            if (options.size() == 1 && (field.required() || field.name().equals("order")) && !isList(field)) {
                String only = options.iterator().next();
                fixed.add(
                        new Input(field.name(), field.type(), true, List.of(), List.of(only), null, null, null, null));
            } else if (field.type().equals("objects")
                    || field.type().equals("texts")
                    || field.name().contains("/")) {
                apiOnly |= field.required();
            } else if (!isOwn(field)) {
                inputs.add(input(bounds(actions, field), List.copyOf(options), typed));
            }
        }
        return new Form(
                id,
                action,
                typed == null || typed.problem() == null ? UUID.randomUUID().toString() : again(typed),
                fixed,
                inputs,
                apiOnly,
                typed != null,
                TWICE.contains(action.action()),
                typed == null ? List.of() : general(typed, inputs));
    }

    /** The field with the widest bounds that any of the acts has. */
    private static Field bounds(List<Action> actions, Field field) {
        return actions.stream()
                .flatMap(action -> action.fields().stream())
                .filter(other -> other.name().equals(field.name()))
                .reduce((one, other) ->
                        one.max() != null && other.max() != null && other.max() > one.max() ? other : one)
                .orElse(field);
    }

    /** A refused act was not stored and is another act when it is typed anew; of one that failed nobody knows. */
    private static String again(Typed typed) {
        String before = typed.fields().getFirst("key");
        boolean refused = typed.problem() != null && typed.problem().getStatus() < 500;
        return before == null || refused ? UUID.randomUUID().toString() : before;
    }

    /** Names that the service gives, and the name of whoever acts. */
    private static boolean isOwn(Field field) {
        return Set.of("agent", "return", "complaint").contains(field.name());
    }

    private static boolean isList(Field field) {
        return field.type().equals("names") || field.type().equals("words");
    }

    private static Set<String> options(List<Action> actions, Field field) {
        Set<String> options = new LinkedHashSet<>();
        actions.forEach(action -> action.choices()
                .forEach(choice ->
                        choice.getOrDefault(field.name(), List.of()).forEach(value -> options.add(value.asString()))));
        if (options.isEmpty()) {
            options.addAll(field.words());
        }
        if (options.isEmpty() && field.type().equals("flag")) {
            options.addAll(List.of("false", "true"));
        }
        return options;
    }

    private static Input input(Field field, List<String> options, @Nullable Typed typed) {
        List<String> values = typed == null ? List.of() : said(typed.fields(), FIELD + field.name());
        boolean money = field.type().equals("amount-fen");
        boolean moment = field.type().equals("instant");
        return new Input(
                field.name(),
                field.type(),
                field.required(),
                options,
                values,
                money ? yuan(field.min()) : moment ? local(field.after()) : null,
                money ? yuan(field.max()) : moment ? local(field.until()) : null,
                money ? null : field.max(),
                typed == null ? null : wrong(typed, field.name()));
    }

    private static @Nullable String yuan(@Nullable Long fen) {
        return fen == null ? null : BigDecimal.valueOf(fen, FEN).toPlainString();
    }

    private static @Nullable String local(@Nullable OffsetDateTime at) {
        return at == null ? null : at.withOffsetSameInstant(SHANGHAI).format(LOCAL);
    }

    @SuppressWarnings("unchecked") // the problem was made with this
    private static List<Map<String, String>> errors(Typed typed) {
        ProblemDetail problem = typed.problem();
        Object errors = problem == null || problem.getProperties() == null
                ? null
                : problem.getProperties().get("errors");
        return errors instanceof List<?> list ? (List<Map<String, String>>) list : List.of();
    }

    private static @Nullable String wrong(Typed typed, String field) {
        return errors(typed).stream()
                .filter(error -> names(error, field))
                .map(error -> error.get("detail"))
                .findFirst()
                .orElse(null);
    }

    private static boolean names(Map<String, String> error, String field) {
        String named = error.get("field");
        return named != null && (named.equals(field) || named.startsWith(field + "/"));
    }

    /** What is the matter with no field of the form. */
    private static List<String> general(Typed typed, List<Input> inputs) {
        ProblemDetail problem = typed.problem();
        if (problem == null) {
            return List.of();
        }
        List<Map<String, String>> errors = errors(typed);
        if (errors.isEmpty()) {
            String detail = problem.getDetail();
            return detail == null ? List.of() : List.of(detail);
        }
        return errors.stream()
                .filter(error -> inputs.stream().noneMatch(input -> names(error, input.name())))
                .map(error -> error.getOrDefault("detail", ""))
                .toList();
    }

    // ---- and back

    private static List<String> said(MultiValueMap<String, String> typed, String name) {
        List<String> values = typed.get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    /** The fields of an act as they were typed; what cannot be read is left as it is, for the act to refuse. */
    static ObjectNode fields(MultiValueMap<String, String> typed) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode fields = json.objectNode();
        for (String name : typed.keySet()) {
            if (name.startsWith(FIELD)) {
                String field = name.substring(FIELD.length());
                String type = typed.getFirst(TYPE + field);
                List<String> said = said(typed, name).stream()
                        .filter(value -> !value.isBlank())
                        .toList();
                if (!said.isEmpty()) {
                    fields.set(field, read(json, type == null ? "text" : type, said));
                }
            }
        }
        return fields;
    }

    private static JsonNode read(JsonNodeFactory json, String type, List<String> said) {
        String text = said.getFirst();
        return switch (type) {
            case "flag" ->
                text.equals("true") || text.equals("false")
                        ? json.booleanNode(text.equals("true"))
                        : json.stringNode(text);
            case "number" ->
                text.strip().matches("[0-9]{1,9}")
                        ? json.numberNode(Integer.parseInt(text.strip()))
                        : json.stringNode(text);
            case "amount-fen" -> money(json, text);
            case "instant" ->
                json.stringNode(text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d") ? text + ":00+08:00" : text);
            case "names", "words" -> {
                ArrayNode list = json.arrayNode();
                said.stream()
                        .flatMap(String::lines)
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .forEach(list::add);
                yield list;
            }
            default -> json.stringNode(text);
        };
    }

    /** Yuan as people write them, with at most two places. */
    private static JsonNode money(JsonNodeFactory json, String text) {
        String plain = text.strip().replace("¥", "").replace("￥", "").replace(",", "");
        return plain.matches("[0-9]{1,13}(\\.[0-9]{1,2})?")
                ? json.numberNode(new BigDecimal(plain).movePointRight(FEN).longValueExact())
                : json.stringNode(text);
    }
}
