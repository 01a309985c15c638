package io.redress.command.scenario;

import io.redress.api.SubjectId;
import io.redress.api.window.Obligation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every act that somebody could think of doing on a subject, written by hand: the measure of what is offered. */
public final class Variants {
    /** An act with all its fields. */
    public record Variant(String act, ObjectNode fields) {
        public static Variant of(String act, String fields) {
            return new Variant(act, (ObjectNode) JSON.readTree(fields.replace('\'', '"')));
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> TRADERS = List.of("merchant", "operator");
    private static final List<String> PARTIES = List.of("consumer", "merchant", "operator");

    private final List<Variant> all = new ArrayList<>();
    private final SubjectId subject;

    private Variants(SubjectId subject) {
        this.subject = subject;
    }

    /** What they know who think of acts. */
    public record Known(
            String merchant,
            String operator,
            String consumer,
            String room,
            String agent,
            List<String> lines,
            List<SubjectWindow> windows) {}

    public record SubjectWindow(SubjectId subject, Obligation obligation, Instant dueAt) {}

    public static List<Variant> of(SubjectId subject, Known known) {
        Variants variants = new Variants(subject);
        switch (subject.kind()) {
            case ORDER -> variants.order(known);
            case RETURN -> {
                variants.demand(known);
                variants.returned();
            }
            case COMPLAINT -> {
                variants.demand(known);
                variants.complaint();
            }
            case INQUIRY -> variants.add("answer", "");
            case REPORT -> variants.add("triage", "");
            default -> throw new IllegalArgumentException("no case: " + subject);
        }
        variants.extensions(known);
        return List.copyOf(variants.all);
    }

    private void add(String act, String fields) {
        String own = "'" + subject.kind().word() + "':'" + subject.key() + "'";
        addAsItIs(act, own + (fields.isEmpty() ? "" : "," + fields));
    }

    private void addAsItIs(String act, String fields) {
        all.add(Variant.of(act, "{" + fields + "}"));
    }

    private void order(Known known) {
        add("ship", "");
        add("deliver", "");
        add("cancel-order", "");
        add("urge", "'by':'operator'");
        add("urge", "'by':'platform'");
        List<String> lists = new ArrayList<>(
                known.lines().stream().map(line -> "['" + line + "']").toList());
        lists.add(list(known.lines()));
        lists.add("['no-such-line']");
        for (String lines : lists) {
            add("ship", "'lines':" + lines);
            for (String kind : List.of("refund-only", "return-and-refund", "exchange", "repair")) {
                for (String reason :
                        List.of("no-reason", "quality", "not-as-described", "not-received", "late-shipment", "other")) {
                    add(
                            "file-return",
                            "'return':'fresh','kind':'%s','reason':'%s','lines':%s".formatted(kind, reason, lines));
                }
            }
        }
        for (String against : TRADERS) {
            for (String serious : List.of("true", "false")) {
                String parties = "'consumer':'%s','merchant':'%s','operator':'%s','room':'%s'";
                String rest = "'complaint':'fresh','against':'" + against + "','serious':" + serious + ",";
                add(
                        "file-complaint",
                        rest + parties.formatted(known.consumer(), known.merchant(), known.operator(), known.room()));
                add(
                        "file-complaint",
                        rest + parties.formatted("nobody", known.merchant(), known.operator(), known.room()));
            }
        }
    }

    private void demand(Known known) {
        for (String act : List.of(
                "accept-solution",
                "reject-solution",
                "reopen",
                "withdraw",
                "perform-settlement",
                "coordinate",
                "request-intervention",
                "disclose-request",
                "disclose",
                "suspend",
                "resume",
                "perform-decision",
                "inform-remedies")) {
            add(act, "");
        }
        TRADERS.forEach(of -> add("rate", "'stars':5,'of':'" + of + "'"));
        add("urge", "'by':'operator'");
        add("urge", "'by':'platform'");
        Stream.concat(PARTIES.stream(), Stream.of("platform"))
                .forEach(by -> add("send-message", "'text':'hello','by':'" + by + "'"));
        String agent = "'agent':'" + known.agent() + "'";
        for (String act : List.of("open-intervention", "settle", "refer-outside", "confirm-decision")) {
            add(act, agent);
        }
        add("return-decision", agent + ",'reason':'thin'");
        add("settle", agent + ",'amountFen':9000000000000000");
        for (String act : List.of("perform-settlement", "perform-decision")) {
            add(act, "'amountFen':0");
            add(act, "'amountFen':1");
        }
        TRADERS.forEach(by -> add("offer-solution", "'remedy':'coupon','by':'" + by + "'"));
        PARTIES.forEach(by -> add("submit-evidence", "'by':'" + by + "'"));
        PARTIES.forEach(by -> add("appeal", "'by':'" + by + "'"));
        PARTIES.forEach(from -> add("request-evidence", "'from':['" + from + "']"));
        Stream.of("merchant", "operator", "none").forEach(orders -> {
            String decision = agent + ",'finding':'merchant-at-fault','clause':'6.4.3 d',"
                    + "'reasons':'as the photos show','orders':'" + orders + "'";
            for (String amount : List.of("", ",'amountFen':0", ",'amountFen':1", ",'amountFen':9000000000000000")) {
                add("decide", decision + amount);
                add("decide-appeal", decision + ",'outcome':'reversed'" + amount);
            }
        });
        add("decide-appeal", agent + ",'reasons':'nothing new','outcome':'upheld'");
    }

    private void returned() {
        for (String act : List.of("give-instructions", "goods-back", "refund", "ship-replacement", "ship-repaired")) {
            add(act, "");
        }
        add("accept-return", "");
        add("accept-return", "'instructions':'by post'");
        add("refuse-return", "'reason':'worn'");
        add("ship-back", "'waybill':'SF1'");
        add("object-to-goods", "'reason':'chipped'");
        add("refund", "'amountFen':1");
        add("refund", "'amountFen':9000000000000000");
    }

    private void complaint() {
        add("flag-serious", "");
        add("accept-complaint", "");
        for (String trader : TRADERS) {
            add("redirect-complaint", "'reason':'theirs','to':'" + trader + "'");
            add("verify-facts", "'by':'" + trader + "'");
            for (String amount : List.of("", ",'amountFen':0", ",'amountFen':50", ",'amountFen':9000000000000000")) {
                add("cosign-solution", "'remedy':'refund','by':'" + trader + "'" + amount);
            }
        }
    }

    private void extensions(Known known) {
        known.windows().forEach(window -> {
            String of = "'subject':'%s','obligation':'%s'"
                    .formatted(window.subject(), window.obligation().id());
            addAsItIs("accept-extension", of);
            addAsItIs("decline-extension", of);
            for (String by : PARTIES) {
                for (int hours : List.of(0, 1, 24 * 400)) {
                    addAsItIs(
                            "propose-extension",
                            of + ",'by':'" + by + "','dueAt':'" + window.dueAt().plusSeconds(hours * 3600L) + "'");
                }
            }
        });
    }

    private static String list(List<String> names) {
        return "['" + String.join("','", names) + "']";
    }
}
