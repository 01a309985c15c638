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
            "生成用于加密用户所写内容的密钥；须与数据库分开保管。",
            "",
            "Back up in three places: (1) the database without the schema personal, for as long as you like; (2) the schema personal, and the write-ahead log, which holds it too, for 30 days at most; (3) this key, where neither of them is. (1) and (2) read nothing without the key, nor does (1) with it; a base backup, the log or a copy of the data folder, with the key, reads everything. To restore, bring back (1) and (2) as they were at the same moment or (2) later, and start with (3): another key, or none, is refused at the start. Without (2) the rest can be read, and each text says that its key is not there.",
            "请分三处备份：（1）不含 personal 模式的数据库，期限不限；（2）personal 模式及同样包含它的预写日志，最多保留 30 天；（3）本密钥，与前两者分开存放。仅有（1）和（2）而无密钥，或仅有（1）与密钥，均不能读出所写内容；基础备份、预写日志或数据目录副本与密钥同在，可读出全部内容。恢复时，还原（1）以及同一时刻或更晚的（2），并以（3）启动：密钥不同或缺失的，启动时即拒绝。没有（2）时其余内容仍可查看，各段文字会注明其密钥不在此处。"
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
