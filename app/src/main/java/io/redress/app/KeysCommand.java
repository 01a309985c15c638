package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.app.access.ApiKey;
import io.redress.app.access.ApiKeys;
import io.redress.app.access.ApiKeys.Made;
import io.redress.app.access.ApiKeys.Wish;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import io.redress.command.rule.Refusal;
import io.redress.query.Page;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** API keys for whoever looks after the service and can reach its database; a running service need not be stopped. */
@Command(
        name = "keys",
        description = {"Makes, lists and revokes API keys, also while the service runs.", "创建、列出和吊销 API 密钥，服务运行时亦可。"},
        mixinStandardHelpOptions = true,
        subcommands = {KeysCommand.Create.class, KeysCommand.Listing.class, KeysCommand.Revoke.class})
final class KeysCommand implements Callable<Integer> {
    private static final String BY = "command-line";

    @Override
    public Integer call() {
        throw new Misuse("say create, list or revoke", "请指明 create、list 或 revoke");
    }

    /** Where the keys are. */
    static final class Place {
        @Option(
                names = "--data",
                description = {"Folder for the data (default: ${DEFAULT-VALUE}).", "数据目录。"})
        private Path data = Path.of("redress-data");

        /** Does something with the keys; a refusal is said as everywhere else. */
        <T> T with(Function<ApiKeys, T> work) {
            try (Database database = Database.beside(data)) {
                DriverManagerDataSource source = database.source();
                database.migrations().migrateOutbox();
                return work.apply(new ApiKeys(
                        JdbcClient.create(source),
                        new JdbcTransactionManager(source),
                        CommandSideConfiguration.operationalClock()));
            } catch (Refusal refusal) {
                RefusalTexts texts = new RefusalTexts();
                throw new Misuse(texts.of(refusal, Locale.ENGLISH), texts.of(refusal, Locale.SIMPLIFIED_CHINESE));
            }
        }
    }

    @Command(
            name = "create",
            header = "Makes a key. 创建密钥。",
            description = {"Makes a key and prints it, and nothing else, to the standard output.", "创建密钥，标准输出只印出密钥本身。"},
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Mixin
        private Place place = new Place();

        @Option(
                names = "--kind",
                required = true,
                description = {"merchant, operator, platform or feed.", "密钥的种类。"})
        private String kind = "";

        @Option(
                names = "--name",
                required = true,
                description = {"Name of the party, or of the system.", "主体或系统的名称。"})
        private String name = "";

        @Option(
                names = "--scopes",
                split = ",",
                description = {
                    "What it is good for, of facts, acts, read, documents, webhooks, admin (default: all that its kind may).",
                    "权限范围（默认：该种类的全部范围）。"
                })
        private @Nullable List<String> scopes;

        @Option(
                names = "--label",
                description = {"A note.", "备注。"})
        private String label = "";

        @Option(
                names = "--days",
                description = {
                    "How many days it is valid, up to " + ApiKeys.VALID_DAYS_MAX + " (default: ${DEFAULT-VALUE}).",
                    "有效天数。"
                })
        private int days = ApiKeys.VALID_DAYS;

        @Override
        public Integer call() {
            Wish wish = wish();
            Made made = place.with(keys -> keys.make(wish, BY));
            System.out.println(made.secret());
            Redress.say(
                    "made the key " + made.key().id() + ", valid until "
                            + Times.of(made.key().expiresAt()) + "; it cannot be shown again",
                    "已创建密钥 " + made.key().id() + "，有效至 " + Times.of(made.key().expiresAt()) + "；之后无法再次显示");
            return 0;
        }

        private Wish wish() {
            Kind of = word(kind, Kind.values(), Kind::word, "--kind");
            Set<Scope> wished = scopes == null
                    ? of.most()
                    : scopes.stream()
                            .map(text -> word(text, Scope.values(), Scope::word, "--scopes"))
                            .collect(Collectors.toSet());
            if (days < 1 || days > ApiKeys.VALID_DAYS_MAX || name.isBlank() || name.length() > 200) {
                throw new Misuse("--days or --name is out of bounds", "--days 或 --name 超出范围");
            }
            try {
                return new Wish(of, name, wished, label, days);
            } catch (IllegalArgumentException e) {
                throw new Misuse("a key of the kind " + kind + " cannot have these scopes", kind + " 类密钥不能有这些权限范围");
            }
        }

        private static <T> T word(String text, T[] words, Function<T, String> word, String option) {
            return Arrays.stream(words)
                    .filter(candidate -> word.apply(candidate).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new Misuse(option + " does not take " + text, option + " 不接受 " + text));
        }
    }

    @Command(
            name = "list",
            header = "Lists the keys. 列出密钥。",
            description = {"Lists the keys, the newest first.", "列出密钥，新的在前。"},
            mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer> {
        private static final String ROW = "%-8s  %-8s  %-24s  %-8s  %-25s  %-25s  %-32s  %s%n";

        @Mixin
        private Place place = new Place();

        @Override
        public Integer call() {
            System.out.printf(ROW, "id", "kind", "name", "state", "made", "valid until", "scopes", "label");
            place.with(keys -> {
                String cursor = null;
                do {
                    Page<ApiKey> page = keys.list(null, null, cursor, Page.LIMIT_MAX);
                    page.items().forEach(key -> print(key, keys));
                    cursor = page.next();
                } while (cursor != null);
                return 0;
            });
            return 0;
        }

        private static void print(ApiKey key, ApiKeys keys) {
            System.out.printf(
                    ROW,
                    key.id(),
                    key.kind().word(),
                    key.name(),
                    key.state(keys.now()),
                    Times.of(key.createdAt()),
                    Times.of(key.expiresAt()),
                    key.scopes().stream().sorted().map(Scope::word).collect(Collectors.joining(",")),
                    key.label());
        }
    }

    @Command(
            name = "revoke",
            header = "Revokes a key. 吊销密钥。",
            description = {"Revokes a key; it is worth nothing from then on.", "吊销密钥，自此失效。"},
            mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private Place place = new Place();

        @Parameters(
                paramLabel = "ID",
                description = {"The id of the key, as the list shows it.", "密钥的编号，见列表。"})
        private String id = "";

        @Override
        public Integer call() {
            ApiKey key = place.with(keys -> keys.revoke(id, BY))
                    .orElseThrow(() -> new Misuse("there is no key " + id, "没有密钥 " + id));
            Redress.say("revoked the key " + key.id(), "已吊销密钥 " + key.id());
            return 0;
        }
    }
}
