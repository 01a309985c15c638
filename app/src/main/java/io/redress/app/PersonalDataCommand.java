package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.command.personal.WrappingKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Keys of personal data. */
@Command(
        name = "personal-data",
        header = "Makes the key of personal data. 生成个人信息密钥。",
        description = {
            "Makes the key under which what people write is stored; it belongs apart from the database.",
            "生成用于加密用户所写内容的密钥；须与数据库分开保管。"
        },
        mixinStandardHelpOptions = true,
        subcommands = PersonalDataCommand.NewKey.class)
final class PersonalDataCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new Misuse("say new-key", "请指明 new-key");
    }

    /** Prints a key. */
    @Command(
            name = "new-key",
            header = "Prints a new key for REDRESS_PERSONAL_DATA_KEY. 输出新的密钥。",
            description = {
                "Prints a new key for REDRESS_PERSONAL_DATA_KEY, and stores nothing. Whoever loses it loses what people wrote.",
                "输出用于 REDRESS_PERSONAL_DATA_KEY 的新密钥，不作保存。丢失密钥，所写内容即不可恢复。"
            },
            mixinStandardHelpOptions = true)
    static final class NewKey implements Callable<Integer> {
        @Override
        public Integer call() {
            System.out.println(WrappingKey.newSecret());
            return 0;
        }
    }
}
