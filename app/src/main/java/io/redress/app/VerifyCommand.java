package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.app.packet.PacketCheck;
import io.redress.app.packet.PacketCheck.Report;
import io.redress.app.packet.PacketFinding;
import io.redress.command.seal.SealKeys;
import io.redress.query.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a packet, with no database and no network. */
@Command(
        name = "verify",
        header = "Checks the packet of a case. 核验案卷包。",
        description = {
            "Checks a packet with no database and no network, and says what holds and what does not. Exit status 1 if anything does not, 2 if it was not asked rightly.",
            "核验案卷包，无需数据库和网络，说明何者成立、何者不成立；有不成立的则退出状态为 1，用法有误为 2。"
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private static final int SHOWN_MAX = 100;

    @Parameters(
            paramLabel = "PACKET",
            description = {"The file.", "案卷包文件。"})
    private Path file = Path.of("");

    @Option(
            names = "--keys",
            description = {
                "File with the public keys to believe, one a line, as the platform publishes them at /seals/keys.",
                "受信公钥文件，每行一个；平台公布于 /seals/keys。"
            })
    private @Nullable Path keys;

    @Override
    public Integer call() {
        try {
            if (!Files.isRegularFile(file)) {
                throw new Misuse("there is no file " + file, "没有文件 " + file);
            }
            return tell(PacketCheck.of(file, believing()));
        } catch (IOException e) {
            throw new Misuse("the packet cannot be read (" + e.getMessage() + ")", "无法读取案卷包");
        }
    }

    /** Of keys that came with the packet, what is none is believed by nobody. */
    private SealKeys believing() throws IOException {
        Path named = keys;
        if (named == null) {
            try {
                return SealKeys.believing(PacketCheck.keysOf(file));
            } catch (IllegalArgumentException e) {
                return SealKeys.believing(List.of());
            }
        }
        List<String> lines = SealPlace.named(named);
        if (lines.isEmpty()) {
            throw new Misuse("there is no public key in " + named, named + " 中没有公钥");
        }
        return SealPlace.believing(lines);
    }

    private int tell(Report report) {
        List<PacketFinding> shown = report.findings()
                .subList(0, Math.min(SHOWN_MAX, report.findings().size()));
        for (PacketFinding finding : shown) {
            say("- " + finding.text(Locale.ENGLISH), "  " + finding.text(Locale.SIMPLIFIED_CHINESE));
        }
        String seal = report.seal()
                .map(it -> it.number() + " (" + Times.of(it.at()) + ")")
                .orElse("—");
        Texts.Bilingual reader = Texts.word(report.reader());
        String signers = String.join(", ", report.signers());
        say(
                "%s as of %s, for %s, seal %s, signed by %s"
                        .formatted(report.subject(), report.madeAt(), reader.en(), seal, signers),
                "%s，截至 %s，出具对象 %s，封存 %s，签名密钥 %s"
                        .formatted(report.subject(), report.madeAt(), reader.zh(), seal, signers));
        say(
                "What was sealed: %d events and %d files. Sealed, and not told: %d events. Not sealed yet: %d."
                        .formatted(report.proven(), report.files(), report.withheld(), report.unsealed()),
                "与封存相符：%d 个事件、%d 个文件；已封存但未予告知：%d 个事件；当时尚未封存：%d 项。"
                        .formatted(report.proven(), report.files(), report.withheld(), report.unsealed()));
        say(
                "Texts that are what was stored: %d. Texts and files said to be withheld or destroyed: %d."
                        .formatted(report.texts(), report.untold()),
                "与所存相符的文字：%d 段；注明不予出示或已删除的文字和文件：%d 项。".formatted(report.texts(), report.untold()));
        if (!report.wordsCompared()) {
            say(
                    "The packet was made by a version with other words: all data was compared, but not case.txt and the summaries of the entries, which tell it in plain language; for these the platform's signature stands alone.",
                    "案卷包由用语不同的版本生成：全部数据均已比对，但 case.txt 和各条记录的摘要（以通俗语言转述上述数据）未作比对，仅以平台的签名为凭。");
        }
        boolean holds = report.findings().isEmpty();
        if (holds) {
            say("The packet holds.", "案卷包成立。");
            say(
                    "For what is not told or not sealed, for windows and their explanations, for the state and the sums at the head of the case file and for who the parties are, the platform's signature stands alone.",
                    "未予告知或尚未封存的内容、期限及其说明、案卷首部的状态和金额以及各方的身份信息，仅以平台的签名为凭。");
        } else {
            say(
                    report.findings().size() == 1
                            ? "The packet does not hold: 1 finding."
                            : "The packet does not hold: %d findings."
                                    .formatted(report.findings().size()),
                    "案卷包不成立：%d 处不符。".formatted(report.findings().size()));
        }
        if (keys == null) {
            say(
                    "The keys came with the packet, and prove nothing: whoever makes a packet makes a key. Compare them with those that the platform publishes at /seals/keys, or name these with --keys.",
                    "公钥来自包内，不足为凭：伪造案卷包者也能附上自己的公钥。请与平台在 /seals/keys 公布的公钥比对，或用 --keys 指定。");
        }
        return holds ? 0 : Redress.FAILED;
    }

    private static void say(String english, String chinese) {
        System.out.println(english);
        System.out.println(chinese);
    }
}
