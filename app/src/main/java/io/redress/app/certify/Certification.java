package io.redress.app.certify;

import io.redress.api.party.Party;
import io.redress.app.access.WhoActs;
import io.redress.app.certify.Finding.Verdict;
import io.redress.app.certify.Gate.Called;
import io.redress.app.certify.Gate.Trouble;
import io.redress.app.certify.Messages.Answer;
import io.redress.app.certify.Messages.Message;
import io.redress.command.clock.SandboxClock;
import io.redress.command.door.ActReader;
import io.redress.command.door.FrontDoor;
import io.redress.command.webhook.Deliveries;
import io.redress.command.webhook.Endpoint;
import io.redress.command.webhook.Endpoints;
import io.redress.command.webhook.WebhookSecret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Plays cases of a merchant in a sandbox and brings what it tells to the merchant's receiver, well and badly. */
public final class Certification implements AutoCloseable {
    /** A Wednesday with no holiday near. */
    private static final Instant MORNING = Instant.parse("2026-03-04T02:00:00Z");

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final String OPENED = "window.opened";
    private static final String CHANGED = "ticket.changed";
    private static final String DECIDE = "merchant-decide-";

    private final FrontDoor door;
    private final ActReader reader = new ActReader();
    private final SandboxClock clock;
    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final Gate gate;
    private final Messages messages;
    private final Secrets secrets;
    private final Duration patience;
    private final Endpoint endpoint;
    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private final Map<Requirement, Finding> findings = new EnumMap<>(Requirement.class);
    private final List<Runnable> afterwards = new ArrayList<>();
    private int cases;

    /** Those of a receiver: with which it verifies messages, and with which it signs callbacks. */
    public record Secrets(WebhookSecret messages, WebhookSecret callbacks) {}

    /**
     * @param sandbox a service that runs, and whose clock may be moved
     * @param service its port
     * @param gate the port to which callbacks come; 0 for one that is free
     * @param patience how long the receiver may take to call back
     */
    public Certification(BeanFactory sandbox, int service, int gate, URI receiver, Secrets secrets, Duration patience)
            throws IOException {
        this.secrets = secrets;
        this.patience = patience;
        door = sandbox.getBean(FrontDoor.class).as(WhoActs.isTheCommand("certify"));
        clock = sandbox.getBean(SandboxClock.class);
        clock.startAt(MORNING);
        endpoints = sandbox.getBean(Endpoints.class);
        deliveries = sandbox.getBean(Deliveries.class);
        messages = new Messages(receiver, secrets.messages(), sandbox.getBean("operationalClock", InstantSource.class));
        this.gate = new Gate(gate, secrets.callbacks(), service);
        Endpoints.Made made =
                endpoints.create(Party.merchant("merchant-" + name), this.gate.messages(), List.of("*"), "", "certify");
        endpoint = made.endpoint();
        this.gate.serves(made);
    }

    /** Where the receiver sends its callbacks. */
    public String callbacks() {
        return gate.callbacks();
    }

    /** Waits until the receiver answers a ping with 2xx, and says what it answered last. */
    public Readiness awaitReceiver(Duration limit) {
        Message ping = ping();
        long end = System.nanoTime() + limit.toNanos();
        Answer answer = messages.bring(ping);
        while (!answer.taken() && System.nanoTime() < end) {
            pause(Duration.ofMillis(500));
            answer = messages.bring(ping);
        }
        return new Readiness(answer.taken(), answer.toString());
    }

    /** Whether a receiver is there. */
    public record Readiness(boolean ready, String answer) {}

    private Message ping() {
        String id = deliveries.ping(endpoint);
        return gate.told(message -> message.id().equals(id));
    }

    /** Plays everything that shows one of these requirements. */
    public List<Finding> play(Set<Requirement> wanted) {
        play(wanted, this::receives, Requirement.ANSWERS_IN_TIME, Requirement.TAKES_UNKNOWN_TYPES);
        play(wanted, this::forgeries, Requirement.REFUSES_FORGERIES, Requirement.REFUSES_OLD_AND_FUTURE);
        play(wanted, this::rotation, Requirement.TAKES_BOTH_SIGNATURES);
        play(
                wanted,
                this::duplicates,
                Requirement.TAKES_DUPLICATES,
                Requirement.ACTS_IN_TIME,
                Requirement.ACTS_ONCE,
                Requirement.SIGNS_CALLBACKS,
                Requirement.COUNTS_VERSIONS);
        play(wanted, this::refusal, Requirement.TAKES_A_REFUSAL);
        play(wanted, this::reversed, Requirement.TAKES_ANY_ORDER, Requirement.KEEPS_THE_NEWEST);
        play(wanted, this::troubles, Requirement.SENDS_AGAIN);
        play(wanted, this::lapse, Requirement.TAKES_LAPSES, Requirement.LETS_LAPSED_BE);
        pause(QUIET); // what is done too often is done by now
        afterwards.forEach(Runnable::run);
        signatures();
        versions();
        redirects();
        findings.keySet().retainAll(wanted);
        return List.copyOf(findings.values());
    }

    private static void play(Set<Requirement> wanted, Runnable scene, Requirement... shown) {
        if (Stream.of(shown).anyMatch(wanted::contains)) {
            scene.run();
        }
    }

    private void receives() {
        String order = "order/" + order();
        Message opened = gate.told(message -> is(message, order, OPENED));
        Answer answer = messages.bring(opened);
        found(Requirement.ANSWERS_IN_TIME, answer.taken(), answer.toString(), answer.toString());
        ObjectNode unknown = JsonNodeFactory.instance.objectNode();
        unknown.put("type", "certify.type-of-tomorrow");
        unknown.set("timestamp", opened.json().get("timestamp"));
        unknown.putObject("data").put("something", "new");
        Answer other = messages.bring(message("unknown", unknown.toString()));
        found(Requirement.TAKES_UNKNOWN_TYPES, other.taken(), other.toString(), other.toString());
    }

    private Message message(String id, String body) {
        return new Message(name + "-" + id, body, new JsonMapper().readTree(body));
    }

    private void forgeries() {
        Message real = opened(demand());
        String forged = real.text().replace(real.subject(), "return/" + name + "-forged");
        List<Answer> answers = List.of(
                messages.bring(message("forged-1", forged), List.of(WebhookSecret.draw())),
                messages.bringAltered(real.under(name + "-forged-2"), forged),
                messages.bringUnsigned(message("forged-3", forged)));
        all(Requirement.REFUSES_FORGERIES, answers, Answer::refused);
        all(
                Requirement.REFUSES_OLD_AND_FUTURE,
                List.of(
                        messages.bring(message("old", forged), TEN_MINUTES.negated()),
                        messages.bring(message("ahead", forged), TEN_MINUTES)),
                Answer::refused);
    }

    private void rotation() {
        WebhookSecret next = WebhookSecret.draw();
        all(
                Requirement.TAKES_BOTH_SIGNATURES,
                List.of(
                        messages.bring(ping(), List.of(next, secrets.messages())),
                        messages.bring(ping(), List.of(secrets.messages(), next))),
                Answer::taken);
    }

    private void duplicates() {
        String demand = demand();
        Message opened = opened(demand);
        messages.bring(opened);
        List<Called> answers = gate.answers(demand, 1, patience);
        all(Requirement.TAKES_DUPLICATES, List.of(messages.bring(opened), messages.bring(opened)), Answer::taken);
        if (answers.isEmpty()) {
            notShown(Requirement.ACTS_IN_TIME);
            notShown(Requirement.ACTS_ONCE);
            return;
        }
        Called answer = answers.getFirst();
        found(
                Requirement.ACTS_IN_TIME,
                answer.status() == 200,
                answer.json().path("act").asString() + ", " + answer.status(),
                answer.json().path("act").asString() + "，" + answer.status());
        afterwards.add(() -> {
            long ids = gate.answers(demand).stream().map(Called::id).distinct().count();
            found(Requirement.ACTS_ONCE, ids == 1, ids + " for 3 copies of a message", "3 份相同的消息，" + ids + " 次办理");
        });
    }

    private void refusal() {
        String demand = demand();
        Message opened = opened(demand);
        act("withdraw", fields().put("return", id(demand))); // which the receiver does not hear in time
        messages.bring(opened);
        if (gate.answers(demand, 1, patience).isEmpty()) {
            notShown(Requirement.TAKES_A_REFUSAL);
            return;
        }
        afterwards.add(() -> {
            List<Called> answers = gate.answers(demand);
            found(
                    Requirement.TAKES_A_REFUSAL,
                    answers.size() == 1 && answers.getFirst().status() == 409,
                    "sent " + answers.size() + " times, answered " + statuses(answers),
                    "发送 " + answers.size() + " 次，应答 " + statuses(answers));
        });
    }

    private static String statuses(List<Called> callbacks) {
        return callbacks.stream()
                .map(callback -> callback.status() == 0 ? "—" : Integer.toString(callback.status()))
                .collect(Collectors.joining(", "));
    }

    private void reversed() {
        String demand = demand();
        Message opened = opened(demand);
        Message older = gate.told(message -> is(message, demand, CHANGED));
        act("withdraw", fields().put("return", id(demand)));
        Message withdrawn = gate.told(message -> is(message, demand, "window.withdrawn"));
        Message newer = gate.told(
                message -> is(message, demand, CHANGED) && !message.id().equals(older.id()));
        all(
                Requirement.TAKES_ANY_ORDER,
                Stream.of(newer, withdrawn, older, opened).map(messages::bring).toList(),
                Answer::taken);
        nothingIsDone(Requirement.KEEPS_THE_NEWEST, demand);
    }

    /** Judged in the end: that nothing was done about a case. */
    private void nothingIsDone(Requirement requirement, String demand) {
        afterwards.add(() -> {
            if (gate.called().stream().noneMatch(Called::authentic)) {
                notShown(requirement);
                return;
            }
            List<Called> answers = gate.answers(demand);
            found(
                    requirement,
                    answers.isEmpty(),
                    answers.isEmpty() ? "nothing was done" : "callback answered " + statuses(answers),
                    answers.isEmpty() ? "未办理" : "回调得到 " + statuses(answers));
        });
    }

    private void troubles() {
        String demand = demand();
        gate.trouble(demand, List.of(Trouble.UNAVAILABLE, Trouble.CUT, Trouble.SLOW));
        messages.bring(opened(demand));
        if (gate.answers(demand, 1, patience).isEmpty()) {
            notShown(Requirement.SENDS_AGAIN);
            return;
        }
        gate.answers(demand, 2, patience);
        List<Called> answers = gate.answers(demand, 3, patience);
        boolean same = answers.stream()
                .allMatch(one -> one.id().equals(answers.getFirst().id())
                        && one.text().equals(answers.getFirst().text()));
        found(
                Requirement.SENDS_AGAIN,
                answers.size() == 3 && same && answers.getLast().status() == 200,
                "answered " + statuses(answers) + (same ? ", the same callback" : ", not the same callback"),
                "应答 " + statuses(answers) + (same ? "，为同一回调" : "，并非同一回调"));
    }

    private void lapse() {
        String demand = demand();
        Message opened = opened(demand);
        Instant dueAt =
                OffsetDateTime.parse(opened.json().at("/data/dueAt").asString()).toInstant();
        clock.advanceTo(dueAt.plusSeconds(1));
        Message lapsed = gate.told(message -> is(message, demand, "window.lapsed"));
        act("withdraw", fields().put("return", id(demand)));
        String next = demand();
        all(
                Requirement.TAKES_LAPSES,
                Stream.of(lapsed, opened(next)).map(messages::bring).toList(),
                Answer::taken);
        nothingIsDone(Requirement.LETS_LAPSED_BE, demand);
    }

    private void signatures() {
        List<Called> called = gate.called();
        long wrong = called.stream().filter(callback -> !callback.authentic()).count();
        if (called.isEmpty()) {
            notShown(Requirement.SIGNS_CALLBACKS);
        } else {
            found(
                    Requirement.SIGNS_CALLBACKS,
                    wrong == 0,
                    called.size() + " callbacks, " + wrong + " of them signed wrongly",
                    called.size() + " 次回调，其中 " + wrong + " 次签名有误");
        }
    }

    private void versions() {
        Map<String, Map<String, Long>> versions = gate.called().stream()
                .filter(Called::authentic)
                .collect(Collectors.groupingBy(
                        Called::subject, Collectors.toMap(Called::id, Called::version, (one, _) -> one)));
        List<String> wrong = versions.entrySet().stream()
                .filter(one -> !counted(one.getValue().values()))
                .map(Map.Entry::getKey)
                .toList();
        if (versions.isEmpty()) {
            notShown(Requirement.COUNTS_VERSIONS);
        } else {
            found(
                    Requirement.COUNTS_VERSIONS,
                    wrong.isEmpty(),
                    versions.size() + " cases, not so in " + wrong.size(),
                    versions.size() + " 个案件，其中 " + wrong.size() + " 个不符");
        }
    }

    /** Whether these are the numbers from 1. */
    private static boolean counted(Collection<Long> versions) {
        return versions.stream()
                .sorted()
                .toList()
                .equals(LongStream.rangeClosed(1, versions.size()).boxed().toList());
    }

    private void redirects() {
        List<Answer> answers = messages.answers();
        long redirects = answers.stream().filter(Answer::redirected).count();
        found(
                Requirement.NEVER_REDIRECTS,
                redirects == 0,
                answers.size() + " answers, " + redirects + " redirects",
                answers.size() + " 次应答，" + redirects + " 次重定向");
    }

    private void all(Requirement requirement, List<Answer> answers, Predicate<Answer> right) {
        String seen = answers.stream().map(Answer::toString).collect(Collectors.joining(", "));
        found(requirement, answers.stream().allMatch(right), seen, seen);
    }

    private void found(Requirement requirement, boolean kept, String english, String chinese) {
        findings.put(requirement, new Finding(requirement, kept ? Verdict.PASS : Verdict.FAIL, english, chinese));
    }

    private void notShown(Requirement requirement) {
        boolean any = gate.called().stream().anyMatch(callback -> !callback.authentic());
        findings.put(
                requirement,
                new Finding(
                        requirement,
                        Verdict.NOT_SHOWN,
                        any ? "no callback that was signed rightly" : "no callback came",
                        any ? "没有签名正确的回调" : "没有收到回调"));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean is(Message message, String subject, String type) {
        return message.subject().equals(subject) && message.type().equals(type);
    }

    private Message opened(String demand) {
        return gate.told(
                message -> is(message, demand, OPENED) && message.obligation().startsWith(DECIDE));
    }

    private String order() {
        String id = name + "-" + ++cases;
        ObjectNode order = fields();
        order.put("order", id)
                .put("consumer", "consumer-" + name)
                .put("merchant", "merchant-" + name)
                .put("operator", "operator-" + name)
                .put("room", "room-" + name)
                .put("paidAt", clock.instant().atOffset(ZoneOffset.ofHours(8)).toString());
        order.putArray("lines").addObject().put("line", "tea").put("amount", 19_900);
        act("register-order", order);
        return id;
    }

    /** A consumer wants money back. */
    private String demand() {
        String id = order();
        ObjectNode demand = fields();
        demand.put("return", id).put("order", id).put("kind", "refund-only").put("reason", "other");
        demand.putArray("lines").add("tea");
        act("file-return", demand);
        return "return/" + id;
    }

    private static String id(String subject) {
        return subject.substring(subject.indexOf('/') + 1);
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void act(String act, ObjectNode fields) {
        door.perform(reader.read(act, fields, clock.instant()));
    }

    @Override
    public void close() {
        endpoints.delete(endpoint.id(), "certify");
        gate.close();
    }
}
