package io.redress.command.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.order.OrderLinesReleased;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.api.window.WindowLapsed;
import io.redress.api.window.WindowsRecounted;
import io.redress.command.door.ActReader;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells a case act by act and says how the windows look:
 *
 * <pre>{@code
 * Story.delivered()
 *         .on("11-13 12:00")
 *         .does("file-return R1 kind=exchange reason=quality lines=A")
 *         .on("11-15 12:00")
 *         .refuses("object-to-goods R1 reason=worn", Rule.WINDOW_IS_STILL_OPEN)
 *         .shows("R1", "merchant-decide-return-exchange lapsed at 11-15 12:00", "room-operator-urge-aftersale …");
 * }</pre>
 *
 * <p>An act is its name, the id of what it is about (O order, R return, C complaint, Q inquiry, V report) and its
 * fields; who takes part is U1, M1, H1 and L1, and which agent is G9, unless it is said. Times are of 2026 in Shanghai.
 *
 * <p>A window is its obligation and its outcome, and whatever else matters: {@code since} when it opened,
 * {@code until} when it is due, {@code at} when it closed, {@code by} whose it is, {@code from} which layer its length
 * came, {@code #n} its number. The windows of a subject are shown all, in the order in which they opened.
 */
public final class Story {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm[:ss]");
    private static final Pattern FIELD = Pattern.compile("([a-zA-Z]+)=(\\{[^}]*}|'[^']*'|\\S+)");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ActReader READER = ActReader.ofApi();
    private static final ActReader SCENARIO = new ActReader();
    private static final Map<Character, String> KINDS =
            Map.of('O', "order", 'R', "return", 'C', "complaint", 'Q', "inquiry", 'V', "report");

    private Sandbox sandbox = new Sandbox();
    private final Invariants invariants = new Invariants();
    private final String operator;
    private Instant now;
    private boolean noticed = true;
    private int checked;

    private Story(String operator, Instant now) {
        this.operator = operator;
        this.now = now;
        on(now);
    }

    /** Wednesday 2026-11-11, 20:00: the broadcast begins; nobody has done anything. */
    public static Story begins() {
        return beginsAt("11-11 20:00", "H1");
    }

    /** The same in a room that the merchant operates. */
    public static Story beginsInASelfRunRoom() {
        return beginsAt("11-11 20:00", "M1");
    }

    static Story beginsAt(String time, String operator) {
        return new Story(operator, time(time));
    }

    /** Order O1 was just paid: line A may be returned without a reason, line B may not. */
    public static Story sold() {
        return begins().sells();
    }

    /** O1 was shipped on Thursday and delivered on Friday 2026-11-13, 10:00. */
    public static Story delivered() {
        return begins().sells().delivers();
    }

    /** The same in a room that the merchant operates. */
    public static Story deliveredInASelfRunRoom() {
        return beginsInASelfRunRoom().sells().delivers();
    }

    private Story sells() {
        return does("register-order O1");
    }

    private Story delivers() {
        return on("11-12 10:00").does("ship O1").on("11-13 10:00").does("deliver O1");
    }

    // ---- what happens

    /** Time passes; whatever is due on the way lapses at its own instant. */
    public Story on(String time) {
        return on(time(time));
    }

    Story on(Instant at) {
        assertThat(at).as("time runs forward").isAfterOrEqualTo(now);
        now = at;
        noticed = true;
        sandbox.advanceTo(at);
        checked();
        assertThat(rows())
                .as("what is due has lapsed")
                .noneMatch(row -> row.isOpen() && !row.dueAt().isAfter(at));
        return this;
    }

    /** Time passes and no clock notices, until an act does. */
    public Story unnoticedUntil(String time) {
        return unnoticedUntil(time(time));
    }

    Story unnoticedUntil(Instant at) {
        assertThat(at).as("time runs forward").isAfterOrEqualTo(now);
        now = at;
        noticed = false;
        return this;
    }

    /** From here on another command side goes on, with nothing but the events that were stored. */
    public Story afterARestart() {
        sandbox = sandbox.restored();
        return this;
    }

    /** Acts that are done, all at this instant. */
    public Story does(String... acts) {
        for (String act : acts) {
            try {
                perform(act);
            } catch (Refusal refusal) {
                fail("%s was refused: %s%n%s", act, refusal.getMessage(), this);
            }
            Coverage.accepted(name(act));
            checked();
        }
        return this;
    }

    /** An act that this rule refuses; nothing changes. */
    public Story refuses(String act, Rule rule) {
        return refuses(act, rule, _ -> {});
    }

    /** An act that this rule refuses because of this field; nothing changes. */
    public Story refuses(String act, Rule rule, String field) {
        return refuses(
                act,
                rule,
                refusal -> assertThat(refusal.reasons().getFirst().field()).isEqualTo(field));
    }

    /** An act that is refused for several reasons, each {@code rule (field)}; nothing changes. */
    public Story refusesAll(String act, String... reasons) {
        Refusal refusal = refusal(act);
        assertThat(refusal.reasons().stream().map(reason -> reason.rule().code() + " (" + reason.field() + ")"))
                .containsExactly(reasons);
        return this;
    }

    /** An act that is refused with these details for people; nothing changes. */
    public Story refusesNaming(String act, String... details) {
        assertThat(refusal(act).reasons().getFirst().details()).containsExactly(details);
        return this;
    }

    private Story refuses(String act, Rule rule, Consumer<Refusal> details) {
        Refusal refusal = refusal(act);
        assertThat(refusal.rule()).as("%s: %s", act, refusal.getMessage()).isEqualTo(rule);
        details.accept(refusal);
        return this;
    }

    private Refusal refusal(String act) {
        Refusal refusal = tries(act);
        assertThat(refusal).as("%s is refused%n%s", act, this).isNotNull();
        refusal.reasons().forEach(reason -> Coverage.raised(reason.rule()));
        return refusal;
    }

    /** An act that is done or refused; gives the refusal, which has changed nothing. */
    @Nullable
    Refusal tries(String act) {
        int before = sandbox.stored().size();
        Refusal refusal = null;
        try {
            perform(act);
        } catch (Refusal refused) {
            refusal = refused;
            assertNothingChanged(before);
        }
        checked();
        return refusal;
    }

    /** But that days are counted by a notice which was loaded, and that time has passed. */
    private void assertNothingChanged(int before) {
        List<Event> since = sandbox.stored().subList(before, sandbox.stored().size());
        if (noticed) {
            assertThat(since).as("stored by a refused act").allMatch(WindowsRecounted.class::isInstance);
        } else {
            assertThat(since)
                    .as("stored by a refused act")
                    .hasOnlyElementsOfTypes(WindowLapsed.class, WindowsRecounted.class, OrderLinesReleased.class);
        }
    }

    private void perform(String act) {
        sandbox.door().perform(reader(act).read(name(act), fields(act), now));
    }

    /**
     * Acts are those of the API; but the platform's rules hold at once, as in a scenario, unless they say what only the
     * API hears.
     */
    private static ActReader reader(String act) {
        boolean asInAScenario = !act.contains(" effectiveAt=") && !act.contains(" secondPersonAboveFen=");
        return name(act).equals("publish-rules") && asInAScenario ? SCENARIO : READER;
    }

    private static String name(String act) {
        return act.split(" ", 2)[0];
    }

    private Story checked() {
        List<Event> stored = sandbox.stored();
        for (; checked < stored.size(); checked++) {
            invariants.add(stored.get(checked));
        }
        return this;
    }

    // ---- how things are

    /** All windows of the subject, in the order in which they were opened. */
    public Story shows(String subject, String... windows) {
        return shows(subject, rows(subject(subject)), windows);
    }

    /** Of the windows of the subject only those of the obligations named, but all of those. */
    public Story showsAmongOthers(String subject, String... windows) {
        List<String> obligations = Arrays.stream(windows)
                .map(window -> words(window).get("obligation"))
                .toList();
        return shows(
                subject,
                rows(subject(subject)).stream()
                        .filter(row ->
                                obligations.contains(row.window().obligation().id()))
                        .toList(),
                windows);
    }

    private Story shows(String subject, List<Ledger.Row> rows, String... windows) {
        assertThat(rows).as("windows of %s%n%s", subject, this).hasSize(windows.length);
        for (int i = 0; i < windows.length; i++) {
            Map<String, String> row = words(rows.get(i));
            Map<String, String> expected = words(windows[i]);
            for (String word : expected.keySet()) {
                assertThat(row.get(word))
                        .as("%s of %s, as in: %s%n%s", word, subject, windows[i], this)
                        .isEqualTo(expected.get(word));
            }
            Coverage.shown(rows.get(i));
        }
        return this;
    }

    /** The windows of the subject that are open or suspended now. */
    public Story awaits(String subject, String... windows) {
        assertThat(rows(subject(subject)).stream()
                        .filter(Ledger.Row::isRunning)
                        .map(row -> row.window().obligation().id()))
                .as("what %s waits for%n%s", subject, this)
                .containsExactlyInAnyOrder(windows);
        return this;
    }

    /** No window of this obligation was ever opened on the subject. */
    public Story neverOpens(String subject, String obligation) {
        assertThat(rows(subject(subject)).stream()
                        .map(row -> row.window().obligation().id()))
                .as("windows of %s%n%s", subject, this)
                .doesNotContain(obligation);
        return this;
    }

    /** How the subject ended. */
    public Story ended(String subject, Ending ending) {
        assertThat(ending(subject(subject)))
                .as("how %s ended%n%s", subject, this)
                .isEqualTo(ending);
        return this;
    }

    public Story isStillOpen(String subject) {
        assertThat(ending(subject(subject)))
                .as("how %s ended%n%s", subject, this)
                .isNull();
        return this;
    }

    /** The newest event that was stored, which is of this type. */
    public <E extends Event> E newest(Class<E> type) {
        assertThat(sandbox.stored().getLast()).isInstanceOf(type);
        return type.cast(sandbox.stored().getLast());
    }

    /** How many events of this type were stored. */
    public long count(Class<? extends Event> type) {
        return sandbox.stored().stream().filter(type::isInstance).count();
    }

    /** Everything that was stored. */
    public List<Event> stored() {
        return List.copyOf(sandbox.stored());
    }

    private @Nullable Ending ending(SubjectId subject) {
        Ending ending = null;
        for (Event event : sandbox.stored()) {
            for (Change change : event.changes()) {
                if (change instanceof Change.Ended ended && ended.subject().equals(subject)) {
                    ending = ended.ending();
                } else if (change instanceof Change.Reopened again
                        && again.subject().equals(subject)) {
                    ending = null;
                }
            }
        }
        return ending;
    }

    private List<Ledger.Row> rows(SubjectId subject) {
        return rows().stream()
                .filter(row -> row.window().subject().equals(subject))
                .toList();
    }

    List<Ledger.Row> rows() {
        return invariants.rows();
    }

    Instant now() {
        return now;
    }

    /** Everything, for a test that failed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("it is " + text(now) + " and the windows are:");
        for (Ledger.Row row : rows()) {
            text.append("%n  %s:".formatted(row.window().subject()));
            words(row)
                    .forEach((word, value) -> text.append(' ')
                            .append(word.equals("obligation") || word.equals("outcome") ? "" : word + " ")
                            .append(value));
        }
        return text.toString();
    }

    // ---- reading the words

    private static Map<String, String> words(Ledger.Row row) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("obligation", row.window().obligation().id());
        words.put("#", Integer.toString(row.window().number()));
        words.put("outcome", row.outcome());
        words.put("by", row.window().owedBy().toString().replaceFirst("^.*:", ""));
        words.put("since", text(row.opened().openedAt()));
        words.put("until", text(row.dueAt()));
        if (row.closedAt() != null) {
            words.put("at", text(row.closedAt()));
        }
        words.put("from", row.layer());
        words.put("provisional", Boolean.toString(row.provisional()));
        return words;
    }

    private static Map<String, String> words(String window) {
        List<String> tokens = new ArrayList<>(List.of(window.trim().split("\\s+")));
        Map<String, String> words = new LinkedHashMap<>();
        String[] named = tokens.removeFirst().split("#");
        words.put("obligation", named[0]);
        if (named.length > 1) {
            words.put("#", named[1]);
        }
        words.put("outcome", tokens.removeFirst());
        while (!tokens.isEmpty()) {
            String word = tokens.removeFirst();
            switch (word) {
                case "since", "until", "at" ->
                    words.put(word, text(time(tokens.removeFirst() + " " + tokens.removeFirst())));
                case "by", "from" -> words.put(word, tokens.removeFirst());
                case "provisional", "firm" -> words.put("provisional", Boolean.toString(word.equals("provisional")));
                default -> throw new IllegalArgumentException("not a word for a window: " + word + " in " + window);
            }
        }
        return words;
    }

    /** A moment in Shanghai: {@code 11-13 12:00}, {@code 11-13 12:00:05}, {@code 2027-01-04 00:00}. */
    public static Instant time(String text) {
        String full = text.matches("\\d{4}-.*") ? text : "2026-" + text;
        return LocalDateTime.parse(full.replace(' ', 'T')).atZone(SHANGHAI).toInstant();
    }

    private static String text(Instant at) {
        LocalDateTime local = LocalDateTime.ofInstant(at, SHANGHAI);
        String day = local.format(local.getSecond() == 0 ? DateTimeFormatter.ofPattern("MM-dd HH:mm") : TIME);
        return local.getYear() == 2026 ? day : local.getYear() + "-" + day;
    }

    private static SubjectId subject(String text) {
        if (text.startsWith("intervention/")) {
            return subject(text.substring("intervention/".length())).intervention();
        }
        return SubjectId.parse(text.contains("/") ? text : KINDS.get(text.charAt(0)) + "/" + text);
    }

    // ---- reading the acts

    private ObjectNode fields(String act) {
        ObjectNode fields = defaults(name(act));
        Matcher matcher = FIELD.matcher(act);
        List<String> positional =
                new ArrayList<>(List.of(matcher.replaceAll("").trim().split("\\s+")));
        positional.removeFirst();
        if (!positional.isEmpty()) {
            String about = positional.removeFirst();
            if (about.contains("/")) {
                fields.put("subject", about);
                fields.put("obligation", positional.removeFirst());
            } else {
                fields.put(KINDS.get(about.charAt(0)), about);
            }
        }
        assertThat(positional).as("words of %s that mean nothing", act).isEmpty();
        matcher.reset();
        while (matcher.find()) {
            set(fields, matcher.group(1), matcher.group(2));
        }
        if (fields.path("outcome").asString("").equals("upheld")) {
            fields.remove("finding");
            fields.remove("clause");
        }
        return fields;
    }

    private ObjectNode defaults(String act) {
        Map<String, String> defaults = new TreeMap<>();
        switch (act) {
            case "register-order", "file-complaint" -> {
                defaults.put("consumer", "U1");
                defaults.put("merchant", "M1");
                defaults.put("operator", operator);
                defaults.put("room", "L1");
            }
            case "ask", "ask-plan-adjustment" -> {
                defaults.put("merchant", "M1");
                defaults.put("operator", operator);
                defaults.put("room", "L1");
            }
            case "propose-plan", "confirm-plan", "decline-plan" -> {
                defaults.put("merchant", "M1");
                defaults.put("operator", operator);
                defaults.put("room", "L1");
            }
            case "publish-plan" -> {
                defaults.put("merchant", "M1");
                defaults.put("room", "L1");
                defaults.put("agreedBy", operator);
            }
            case "refuse-adjustment" -> {
                defaults.put("merchant", "M1");
                defaults.put("room", "L1");
            }
            case "publish-mechanism" -> defaults.put("operator", operator);
            case "report" -> defaults.put("room", "L1");
            case "file-return" -> defaults.put("order", "O1");
            case "decide" -> {
                defaults.put("finding", "merchant-at-fault");
                defaults.put("clause", "6.4.3 d");
                defaults.put("reasons", "as found");
                defaults.put("agent", "G9");
            }
            case "load-calendar-notice" -> {
                defaults.put("number", "G9");
                defaults.put("issuedOn", "2026-11-11");
                defaults.put("source", "https://www.gov.cn/example");
            }
            case "decide-appeal" -> {
                defaults.put("finding", "operator-at-fault");
                defaults.put("clause", "6.2.1 d");
                defaults.put("reasons", "as found");
            }
            case "settle", "refer-outside" -> defaults.put("agent", "G9");
            case "correct-fact" -> defaults.put("reason", "mistyped");
            default -> {}
        }
        ObjectNode fields = JSON.createObjectNode();
        defaults.forEach(fields::put);
        switch (act) {
            case "register-order" -> {
                fields.put("paidAt", now.toString());
                set(fields, "lines", "A+,B");
            }
            case "file-complaint" -> fields.put("serious", false);
            case "load-calendar-notice" -> fields.put("year", 2027);
            default -> {}
        }
        return fields;
    }

    private static void set(ObjectNode fields, String field, String value) {
        switch (field) {
            case "paidAt", "agreedShipBy", "dueAt", "occurredAt" ->
                fields.put(
                        field,
                        value.equals("never")
                                ? value
                                : time(value.replace("'", "")).toString());
            case "effectiveAt" -> {
                if (value.equals("unsaid")) {
                    fields.putNull(field);
                } else {
                    fields.put(field, time(value.replace("'", "")).toString());
                }
            }
            case "serious", "crossBorder", "autoUrge" -> fields.put(field, Boolean.parseBoolean(value));
            case "proposal", "year" -> fields.put(field, Integer.parseInt(value));
            case "daysOff", "workdays" -> days(fields.putArray(field), value);
            case "stars" -> fields.set(field, JSON.readTree(value));
            case "amountFen", "secondPersonAboveFen" -> fields.put(field, Long.parseLong(value));
            case "from", "templates" -> addAll(fields.putArray(field), value);
            case "lines" -> {
                if (fields.has("paidAt")) {
                    orderLines(fields.putArray(field), value);
                } else {
                    addAll(fields.putArray(field), value);
                }
            }
            case "windows" -> {
                ObjectNode windows = fields.putObject(field);
                Arrays.stream(value.substring(1, value.length() - 1).split(","))
                        .map(entry -> entry.replace("'", ""))
                        .filter(entry -> !entry.isBlank())
                        .map(entry -> entry.split(":", 2))
                        .forEach(entry -> windows.put(entry[0], entry[1]));
            }
            default -> fields.put(field, value.replace("'", ""));
        }
    }

    private static void addAll(ArrayNode list, String values) {
        Arrays.stream(values.split(",")).forEach(list::add);
    }

    /** Days or, with two dots between them, from one to another: 2027-01-01..2027-01-03,2027-02-05. */
    private static void days(ArrayNode list, String days) {
        for (String some : days.split(",")) {
            String[] ends = some.split("\\.\\.");
            LocalDate.parse(ends[0])
                    .datesUntil(LocalDate.parse(ends[ends.length - 1]).plusDays(1))
                    .forEach(day -> list.addObject().put("date", day.toString()).put("holiday", "春节"));
        }
    }

    /** Lines with their price in fen, 10000 unless said; + marks the right to return without a reason: A+,B:5900. */
    private static void orderLines(ArrayNode list, String lines) {
        for (String line : lines.split(",")) {
            String[] parts = line.replace("+", "").split(":");
            list.addObject()
                    .put("line", parts[0])
                    .put("amount", parts.length > 1 ? Long.parseLong(parts[1]) : 10_000)
                    .put("noReasonReturn", line.contains("+"));
        }
    }
}
