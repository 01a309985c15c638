package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.app.certify.Certification;
import io.redress.app.certify.Certification.Readiness;
import io.redress.app.certify.Certification.Secrets;
import io.redress.app.certify.Finding;
import io.redress.app.certify.Finding.Verdict;
import io.redress.app.certify.Requirement;
import io.redress.command.webhook.WebhookSecret;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks whether a receiver of webhooks does what it must, in a sandbox that is thrown away afterwards. */
@Command(
        name = "certify",
        header = "Looks whether a receiver of webhooks does what it must. 检验 Webhook 接收方。",
        description = {
            "Plays cases in a sandbox of its own, brings what it tells to a receiver on this machine, well and badly, and says which requirements it meets. Exit status 0 if it meets all, 1 if not, 2 if it was not asked rightly.",
            "在自备的沙箱中演练案件，以正确和错误的方式将消息送达本机的接收方，并逐项说明是否符合要求。全部符合时退出状态为 0，否则为 1，用法有误为 2。"
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it requires
final class CertifyCommand implements Callable<Integer> {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    @Parameters(
            paramLabel = "URL",
            description = {
                "Where the receiver takes messages, such as http://localhost:9000/redress.",
                "接收方的地址，例如 http://localhost:9000/redress。"
            })
    private URI receiver;

    @Option(
            names = "--secret",
            paramLabel = "whsec_…",
            description = {"With which the receiver verifies messages; a new one unless told.", "接收方验证消息所用的密钥；不指定则新建。"})
    private @Nullable String secret;

    @Option(
            names = "--callback-secret",
            paramLabel = "whsec_…",
            description = {"With which the receiver signs callbacks; a new one unless told.", "接收方签署回调所用的密钥；不指定则新建。"})
    private @Nullable String callbackSecret;

    @Option(
            names = "--callback-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = {"The port to which callbacks come; a free one unless told.", "接收回调的端口；不指定则任选空闲端口。"})
    private int callbackPort;

    @Option(
            names = "--receive-only",
            description = {"Does not ask for what only callbacks can show.", "不要求须以回调展示的各项。"})
    private boolean receiveOnly;

    @Option(
            names = "--only",
            paramLabel = "REQUIREMENT",
            split = ",",
            description = {"Looks at these only, with commas between them: ${COMPLETION-CANDIDATES}.", "仅检验所列各项，以逗号分隔。"
            })
    private @Nullable List<Requirement> only;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = {"How long to wait for the receiver to be there (default: ${DEFAULT-VALUE}).", "等待接收方就绪的秒数。"})
    private int wait;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = {"How long to wait for each callback (default: ${DEFAULT-VALUE}).", "等待每次回调的秒数。"})
    private int patience;

    @Option(
            names = "--json",
            description = {"Prints what was found as JSON, and the rest where errors go.", "以 JSON 输出结果，其余输出至标准错误。"})
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!"http".equals(receiver.getScheme())
                || !THIS_MACHINE.contains(Objects.requireNonNullElse(receiver.getHost(), ""))) {
            throw new Misuse(
                    "name a receiver on this machine, such as http://localhost:9000/redress",
                    "请指定本机的接收方，例如 http://localhost:9000/redress");
        }
        if (callbackPort < 0 || callbackPort > 65_535 || wait < 1 || patience < 1) {
            throw new Misuse("a number is out of its bounds", "数值超出范围");
        }
        Secrets secrets = new Secrets(secret(secret), secret(callbackSecret));
        Path folder = Files.createTempDirectory("redress-certify");
        try (Database database = Database.fleeting(folder);
                ConfigurableApplicationContext context = Service.serve(
                        database, Map.of("server.port", 0, "redress.sandbox", true, "redress.durable", false))) {
            return certify(context, secrets);
        } finally {
            SimulateCommand.delete(folder);
        }
    }

    private static WebhookSecret secret(@Nullable String given) {
        if (given == null) {
            return WebhookSecret.draw();
        }
        return WebhookSecret.parse(given)
                .orElseThrow(() -> new Misuse(
                        "a secret is whsec_ and 24 to 64 bytes in Base64", "密钥应为 whsec_ 加 24 至 64 字节的 Base64"));
    }

    private int certify(ConfigurableApplicationContext context, Secrets secrets) throws IOException {
        int port =
                Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
        try (Certification certification =
                new Certification(context, port, callbackPort, receiver, secrets, Duration.ofSeconds(patience))) {
            PrintStream out = json ? System.err : System.out;
            out.println("The receiver must know these: 接收方须使用以下设置：");
            out.println("  WEBHOOK_SECRET=" + secrets.messages().text());
            out.println("  CALLBACK_SECRET=" + secrets.callbacks().text());
            out.println("  CALLBACK_URL=" + certification.callbacks());
            out.println("Waiting until " + receiver + " answers a signed ping with 2xx ... 正在等待接收方以 2xx 应答已签名的 ping……");
            Readiness readiness = certification.awaitReceiver(Duration.ofSeconds(wait));
            if (!readiness.ready()) {
                Redress.say(
                        receiver + " did not answer a signed ping with 2xx within " + wait + " s; the last answer: "
                                + readiness.answer(),
                        receiver + " 未在 " + wait + " 秒内以 2xx 应答已签名的 ping；最后一次应答：" + readiness.answer());
                return Redress.FAILED;
            }
            Set<Requirement> wanted = only == null ? EnumSet.allOf(Requirement.class) : EnumSet.copyOf(only);
            return tell(certification.play(wanted));
        } catch (BindException e) {
            throw new Misuse("port " + callbackPort + " cannot be used", "无法使用端口 " + callbackPort);
        }
    }

    private boolean isRequired(Finding finding) {
        return !receiveOnly || !finding.requirement().ofCallbacks();
    }

    private int tell(List<Finding> findings) {
        List<Finding> missed = findings.stream()
                .filter(this::isRequired)
                .filter(finding -> finding.verdict() != Verdict.PASS)
                .toList();
        if (json) {
            System.out.println(json(findings));
        } else {
            findings.forEach(finding -> {
                Requirement requirement = finding.requirement();
                System.out.printf(
                        "%-9s %s: %s [%s]%n",
                        finding.verdict().english(), requirement, requirement.english(), finding.english());
                System.out.printf(
                        "%-9s %s：%s [%s]%n",
                        finding.verdict().chinese(), requirement, requirement.chinese(), finding.chinese());
            });
            long passed = findings.stream()
                    .filter(finding -> finding.verdict() == Verdict.PASS)
                    .count();
            System.out.printf(
                    "%d of %d requirements are met, %d required ones are not.%n",
                    passed, findings.size(), missed.size());
            System.out.printf("%2$d 项中 %1$d 项符合，%3$d 项必需而不符合。%n", passed, findings.size(), missed.size());
        }
        return missed.isEmpty() ? 0 : Redress.FAILED;
    }

    private String json(List<Finding> findings) {
        JsonMapper mapper = new JsonMapper();
        ArrayNode all = mapper.createArrayNode();
        for (Finding finding : findings) {
            ObjectNode one = all.addObject();
            one.put("requirement", finding.requirement().toString());
            one.put("required", isRequired(finding));
            one.put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            one.putObject("text")
                    .put("en", finding.requirement().english())
                    .put("zh", finding.requirement().chinese());
            one.putObject("seen").put("en", finding.english()).put("zh", finding.chinese());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }
}
