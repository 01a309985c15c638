package io.redress.app;

import io.redress.command.door.ActReader;
import io.redress.command.rule.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Anybody does anything, at any time: most of it is refused, and what is not makes cases that nobody thought of. */
final class RandomCases {
    private static final List<String> ACTS = List.of(
            "register-order {'order': 'O#', 'consumer': 'U1', 'merchant': 'M1', 'operator': '~', 'room': 'L1', 'paidAt': '@',"
                    + " 'lines': [{'line': 'A', 'amount': 19900, 'noReasonReturn': true}, {'line': 'B', 'amount': 100}]}",
            "ship {'order': 'O#'}",
            "deliver {'order': 'O#'}",
            "correct-fact {'order': 'O#', 'fact': 'ship', 'occurredAt': 'never', 'reason': 'no'}",
            "correct-fact {'order': 'O#', 'fact': 'ship', 'occurredAt': '<', 'reason': 'no'}",
            "correct-fact {'order': 'O#', 'fact': 'deliver', 'occurredAt': '<', 'reason': 'no'}",
            "urge {'order': 'O#', 'by': 'operator'}",
            "file-return {'return': 'R#', 'order': 'O#', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}",
            "file-return {'return': 'R#', 'order': 'O#', 'kind': 'return-and-refund', 'reason': 'quality', 'lines': ['A']}",
            "file-return {'return': 'R#', 'order': 'O#', 'kind': 'exchange', 'reason': 'quality', 'lines': ['B']}",
            "accept-return {'return': 'R#'}",
            "accept-return {'return': 'R#', 'instructions': 'by post'}",
            "refuse-return {'return': 'R#', 'reason': 'no'}",
            "give-instructions {'return': 'R#'}",
            "ship-back {'return': 'R#', 'waybill': 'W'}",
            "goods-back {'return': 'R#'}",
            "refund {'return': 'R#'}",
            "correct-fact {'return': 'R#', 'fact': 'ship-back', 'occurredAt': 'never', 'reason': 'no'}",
            "correct-fact {'return': 'R#', 'fact': 'goods-back', 'occurredAt': '<', 'reason': 'no'}",
            "correct-fact {'return': 'R#', 'fact': 'refund', 'occurredAt': 'never', 'reason': 'no'}",
            "offer-solution {'return': 'R#', 'by': 'merchant', 'remedy': 'half'}",
            "offer-solution {'complaint': 'C#', 'by': 'merchant', 'remedy': 'half'}",
            "reject-solution {'return': 'R#'}",
            "reject-solution {'complaint': 'C#'}",
            "accept-solution {'complaint': 'C#'}",
            "reopen {'return': 'R#'}",
            "reopen {'complaint': 'C#'}",
            "reopen {'complaint': 'C#'}",
            "file-complaint {'complaint': 'C#', 'consumer': 'U1', 'against': 'merchant', 'merchant': 'M1',"
                    + " 'operator': '~', 'room': 'L1', 'serious': false}",
            "file-complaint {'complaint': 'C#', 'consumer': 'U1', 'against': 'merchant', 'merchant': 'M1',"
                    + " 'operator': '~', 'room': 'L1', 'serious': true}",
            "flag-serious {'complaint': 'C#'}",
            "accept-complaint {'complaint': 'C#'}",
            "redirect-complaint {'complaint': 'C#', 'to': 'operator', 'reason': 'theirs'}",
            "verify-facts {'complaint': 'C#', 'by': 'merchant'}",
            "cosign-solution {'complaint': 'C#', 'by': 'merchant', 'remedy': 'half'}",
            "cosign-solution {'complaint': 'C#', 'by': 'operator', 'remedy': 'half'}",
            "coordinate {'complaint': 'C#'}",
            "request-intervention {'return': 'R#'}",
            "open-intervention {'return': 'R#', 'agent': 'A1'}",
            "open-intervention {'complaint': 'C#', 'agent': 'A1'}",
            "request-evidence {'return': 'R#', 'from': ['merchant', 'consumer']}",
            "submit-evidence {'return': 'R#', 'by': 'merchant'}",
            "suspend {'return': 'R#'}",
            "suspend {'complaint': 'C#'}",
            "resume {'return': 'R#'}",
            "resume {'complaint': 'C#'}",
            "decide {'return': 'R#', 'orders': 'merchant', 'agent': 'A1'}",
            "decide {'complaint': 'C#', 'orders': 'none', 'agent': 'A1'}",
            "appeal {'return': 'R#', 'by': 'merchant'}",
            "appeal {'complaint': 'C#', 'by': 'consumer'}",
            "decide-appeal {'return': 'R#', 'agent': 'A2', 'outcome': 'upheld'}",
            "decide-appeal {'complaint': 'C#', 'agent': 'A2', 'outcome': 'reversed', 'orders': 'merchant',"
                    + " 'finding': 'merchant-at-fault', 'clause': '6.4.3 d', 'reasons': 'shown'}",
            "perform-decision {'return': 'R#'}",
            "disclose-request {'return': 'R#'}",
            "disclose {'return': 'R#'}",
            "withdraw {'complaint': 'C#'}",
            "propose-extension {'subject': 'return/R#', 'obligation': 'merchant-decide-return-exchange',"
                    + " 'by': 'merchant', 'dueAt': '+'}",
            "propose-extension {'subject': 'complaint/C#', 'obligation': 'merchant-resolve-complaint',"
                    + " 'by': 'merchant', 'dueAt': '+'}",
            "accept-extension {'subject': 'return/R#', 'obligation': 'merchant-decide-return-exchange'}",
            "accept-extension {'subject': 'complaint/C#', 'obligation': 'merchant-resolve-complaint'}",
            "decline-extension {'subject': 'complaint/C#', 'obligation': 'merchant-resolve-complaint'}",
            "ask {'inquiry': 'I#', 'to': 'merchant', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1'}",
            "answer {'inquiry': 'I#'}",
            "report {'report': 'V#', 'room': 'L1'}",
            "publish-plan {'merchant': 'M1', 'room': 'L1', 'agreedBy': 'H1',"
                    + " 'windows': {'merchant-resolve-complaint': 'P%WD', 'merchant-decide-return-exchange': 'P%D'}}",
            "publish-mechanism {'operator': 'H1', 'windows': {'room-operator-urge-aftersale': 'PT%H'}}",
            "publish-rules {'windows': {'party-execute-decision': 'P%D', 'merchant-submit-evidence': 'P%WD'}}");

    private RandomCases() {}

    /** Plays so many attempts from this instant on, on a sandbox that was not started yet; returns how many were done. */
    static int play(Node node, Instant begin, long seed, int attempts) {
        return play(node, begin, seed, attempts, Map.of());
    }

    /** The same, with notices about days off that are loaded before these attempts. */
    static int play(Node node, Instant begin, long seed, int attempts, Map<Integer, String> notices) {
        SplittableRandom random = new SplittableRandom(seed);
        ActReader scenario = new ActReader(); // decisions need no grounds, and rules hold at once
        Instant at = begin;
        node.clock().startAt(begin);
        int done = 0;
        for (int attempt = 0; attempt < attempts; attempt++) {
            if (notices.containsKey(attempt)) {
                node.act("load-calendar-notice", at, notices.get(attempt));
            }
            if (random.nextInt(6) == 0) {
                at = at.plus(Duration.ofSeconds(random.nextInt(10 * 3600)))
                        .plusNanos(1000L * random.nextInt(1_000_000));
                node.clock().advanceTo(at);
            }
            String act = ACTS.get(random.nextInt(ACTS.size()))
                    .replace("#", Integer.toString(attempt / 400 * 3 + random.nextInt(3)))
                    .replace("~", random.nextInt(5) == 0 ? "M1" : "H1")
                    .replace("%", Integer.toString(1 + random.nextInt(7)))
                    .replace("@", at.toString())
                    .replace(
                            "<",
                            at.minus(Duration.ofSeconds(random.nextInt(4 * 86_400)))
                                    .toString())
                    .replace(
                            "+",
                            at.plus(Duration.ofSeconds(1 + random.nextInt(6 * 86_400)))
                                    .toString());
            int space = act.indexOf(' ');
            String name = act.substring(0, space);
            ActReader reader = scenario.acts().contains(name) ? scenario : node.bean(ActReader.class);
            try {
                node.door().perform(reader.read(name, Node.json(act.substring(space + 1)), at));
                done++;
            } catch (Refusal refused) {
                // most are
            }
        }
        return done;
    }
}
