package io.redress.app.certify;

import java.util.Locale;

/** What a receiver of webhooks must do; those of callbacks only where it sends any. */
public enum Requirement {
    ANSWERS_IN_TIME(false, "Answers a signed message with 2xx within 15 seconds", "15 秒内以 2xx 应答已签名的消息"),
    TAKES_UNKNOWN_TYPES(false, "Takes a message of a type that it does not know", "接收未知类型的消息"),
    REFUSES_FORGERIES(
            false, "Refuses (4xx) another's signature, an altered body, and no signature", "拒绝（4xx）他人签名、被改动的正文和缺失的签名"),
    REFUSES_OLD_AND_FUTURE(false, "Refuses (4xx) what was signed ten minutes ago or ahead", "拒绝（4xx）签名时间早于或晚于当前十分钟的消息"),
    TAKES_DUPLICATES(false, "Takes a message again under the same id", "再次接收相同 id 的消息"),
    TAKES_ANY_ORDER(false, "Takes messages in reversed order", "接收逆序到达的消息"),
    TAKES_BOTH_SIGNATURES(false, "Takes two signatures while a secret is being exchanged", "密钥更替期间接收带两个签名的消息"),
    TAKES_LAPSES(false, "Takes the lapse of a window, and goes on taking messages", "接收期限届满的消息，并继续接收其后的消息"),
    NEVER_REDIRECTS(false, "Never answers with a redirect; a body is not needed", "从不以重定向应答；应答无须正文"),
    SIGNS_CALLBACKS(true, "Signs its callbacks with the secret of callbacks", "以回调密钥签署回调"),
    ACTS_IN_TIME(true, "Answers a return request by a callback, within its window", "在期限内以回调答复退换货申请"),
    COUNTS_VERSIONS(true, "Counts its callbacks about a case 1, 2, 3 …", "同一案件的回调按 1、2、3……编号"),
    ACTS_ONCE(true, "Does nothing twice when a message comes twice", "消息重复到达时不重复办理"),
    KEEPS_THE_NEWEST(true, "Lets an older message change nothing after a newer one", "较新的消息之后，较旧的消息不起作用"),
    SENDS_AGAIN(
            true,
            "Sends a callback again under the same id after 503 and after no answer, and waits for a slow one",
            "回调得到 503 或没有应答时以相同 id 重发，应答缓慢时等待"),
    TAKES_A_REFUSAL(true, "Does not send a callback again that was refused (409)", "回调被拒绝（409）后不再发送"),
    LETS_LAPSED_BE(true, "Does not do after a lapse what is no longer its act", "期限届满后不办理已不属于自己的事项");

    private final boolean ofCallbacks;
    private final String english;
    private final String chinese;

    Requirement(boolean ofCallbacks, String english, String chinese) {
        this.ofCallbacks = ofCallbacks;
        this.english = english;
        this.chinese = chinese;
    }

    /** As the command line and its output name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean ofCallbacks() {
        return ofCallbacks;
    }

    public String english() {
        return english;
    }

    public String chinese() {
        return chinese;
    }
}
