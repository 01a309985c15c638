package io.redress.command.seal;

import java.util.Locale;

/** Something that is not what was sealed: what, and where. */
public record Finding(Kind kind, String where) {
    /** What may be wrong; 0 stands for where. */
    public enum Kind {
        EVENT_CHANGED("event {0} is not the one that was sealed", "事件 {0} 与封存时不同"),
        EVENT_GONE("event {0} was sealed and is gone", "事件 {0} 曾被封存，现已不在"),
        EVENT_INSERTED("event {0} was not there when its place was sealed", "事件 {0} 在其位置封存时并不存在"),
        FILE_CHANGED("file {0} is not the one that was sealed", "文件 {0} 与封存时不同"),
        FILE_GONE("file {0} was sealed and is gone", "文件 {0} 曾被封存，现已不在"),
        FILE_INSERTED("file {0} is said to be submitted, and no event says so", "文件 {0} 被标为已提交，但没有相应事件"),
        PART_CHANGED(
                "something was changed among what {0}, whose list of hashes was changed too", "{0} 所含内容有改动，其哈希清单亦被改动"),
        SEAL_GONE("{0} is gone from the database", "{0} 已不在数据库中"),
        SEAL_CHANGED("{0} in the database is not the one that was written outside it", "数据库中的{0} 与库外所存不同"),
        SEAL_UNSIGNED("{0} bears no good signature of a key that is believed", "{0} 没有受信密钥的有效签名"),
        SEAL_OUT_OF_CHAIN("{0} does not follow the seal before it", "{0} 与前一封存不相衔接"),
        LIST_CHANGED("the list of hashes kept with {0} was changed", "与{0} 一同保存的哈希清单已被改动"),
        OUTSIDE_UNSIGNED(
                "{0} of the file outside the database bears no good signature of a key that is believed",
                "库外文件的{0} 没有受信密钥的有效签名");

        private final String en;
        private final String zh;

        Kind(String en, String zh) {
            this.en = en;
            this.zh = zh;
        }
    }

    static Finding event(Kind kind, long index) {
        return new Finding(kind, Long.toString(index));
    }

    /** As a sentence without an end. */
    public String text(Locale locale) {
        boolean chinese = locale.getLanguage().equals("zh");
        return (chinese ? kind.zh : kind.en).replace("{0}", chinese ? where.replace("seal ", "封存 ") : where);
    }
}
