package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.app.packet.PacketCheck;
import io.redress.app.packet.PacketCheck.Report;
import io.redress.app.packet.PacketFinding;
import io.redress.command.seal.SealKeys;
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
            "Checks a packet with no database and no network, and says what holds and what does not. Exit status 1 if anything does not.",
            "核验案卷包，无需数据库和网络，说明何者成立、何者不成立；有不成立的则退出状态为 1。"
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
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
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new Misuse("there is no file " + file, "没有文件 " + file);
        }
        List<String> believed = keys == null
                ? PacketCheck.keysOf(file)
                : Files.readAllLines(keys).stream()
                        .filter(line -> !line.isBlank())
                        .toList();
        return tell(PacketCheck.of(file, believing(believed)));
    }

    /** Of keys that came with the packet, what is none is believed by nobody. */
    private SealKeys believing(List<String> lines) {
        try {
            return SealKeys.believing(lines);
        } catch (IllegalArgumentException e) {
            if (keys == null) {
                return SealKeys.believing(List.of());
            }
            throw new Misuse("a public key is none: " + e.getMessage(), "公钥无效：" + e.getMessage());
        }
    }

    private int tell(Report report) {
        for (PacketFinding finding : report.findings()) {
            say("- " + finding.text(Locale.ENGLISH), "  " + finding.text(Locale.SIMPLIFIED_CHINESE));
        }
        String seal = report.seal()
                .map(it -> it.number() + " (" + Times.of(it.at()) + ")")
                .orElse("—");
        String signers = String.join(", ", report.signers());
        say(
                "%s as of %s, seal %s, signed by %s".formatted(report.subject(), report.madeAt(), seal, signers),
                "%s，截至 %s，封存 %s，签名密钥 %s".formatted(report.subject(), report.madeAt(), seal, signers));
        if (report.findings().isEmpty()) {
            say(
                    "It holds: %d events and %d files are what was sealed; of %d more events it is proven that they were sealed, and not told what they say; %d were not sealed yet."
                            .formatted(report.proven(), report.files(), report.withheld(), report.unsealed()),
                    "成立：%d 个事件和 %d 个文件与封存相符；另有 %d 个事件证明已封存，内容未予告知；%d 项当时尚未封存。"
                            .formatted(report.proven(), report.files(), report.withheld(), report.unsealed()));
            say(
                    "Explanations of windows and who the parties are: as the platform signed them.",
                    "期限的说明和各方的身份信息：以平台的签名为准。");
        } else {
            say(
                    "It does not hold: %d findings.".formatted(report.findings().size()),
                    "不成立：%d 处。".formatted(report.findings().size()));
        }
        if (keys == null) {
            say(
                    "The keys came with the packet: compare them with those that the platform publishes, or name a file with --keys.",
                    "公钥来自包内：请与平台公布的公钥比对，或用 --keys 指定公钥文件。");
        }
        return report.findings().isEmpty() ? 0 : Redress.FAILED;
    }

    private static void say(String english, String chinese) {
        System.out.println(english);
        System.out.println(chinese);
    }
}
