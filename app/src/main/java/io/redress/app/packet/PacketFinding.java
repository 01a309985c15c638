package io.redress.app.packet;

import java.util.Locale;

/** Something that does not hold in a packet: what, and where. */
public record PacketFinding(Kind kind, String where) {
    /** What may be wrong; 0 stands for where. */
    public enum Kind {
        NO_PACKET("this is no packet of a case", "这不是案卷包"),
        CONTENT_TWICE("{0} is there twice", "{0} 重复出现"),
        CONTENT_UNKNOWN("{0} is not in the list of contents", "目录中没有 {0}"),
        CONTENT_MISSING("{0} is missing", "缺少 {0}"),
        CONTENT_CHANGED("{0} is not what was signed", "{0} 与签名时不同"),
        CONTENT_ILL_FORMED("{0} cannot be read", "无法读取 {0}"),
        LIST_UNSIGNED(
                "the list of contents bears no good signature of a key that is believed", "目录没有受信密钥的有效签名"),
        LIST_OF_ANOTHER("the list of contents is that of another packet", "目录属于另一案卷包"),
        SEAL_UNSIGNED("the seal bears no good signature of a key that is believed", "封存没有受信密钥的有效签名"),
        EVENT_MISSING("entry {0} of the case file has no event here", "案卷记录 {0} 没有对应的事件"),
        EVENT_UNKNOWN("event {0} is not in the case file", "案卷中没有事件 {0}"),
        EVENT_CHANGED("event {0} is not the one that was sealed", "事件 {0} 与封存时不同"),
        EVENT_OF_ANOTHER("event {0} belongs to another case", "事件 {0} 属于另一案件"),
        EVENT_OMITTED("before event {0} something that happened is left out", "事件 {0} 之前的经过有遗漏"),
        EVENT_OUT_OF_ORDER("event {0} is out of order", "事件 {0} 次序有误"),
        ENTRY_SAYS_OTHER("the case file says of event {0} other than what was stored", "案卷对事件 {0} 的记载与所存不符"),
        FILE_CHANGED("file {0} is not the one that was sealed", "文件 {0} 与封存时不同"),
        FILE_BYTES_CHANGED("the bytes of file {0} are not those that were submitted", "文件 {0} 的内容与提交时不同"),
        FILE_MISSING("file {0} was submitted in this case and is not here", "文件 {0} 已在本案提交，但不在包内"),
        FILE_OF_ANOTHER("file {0} belongs to another case", "文件 {0} 属于另一案件"),
        TEXT_SAYS_OTHER("case.txt says other than case.json", "case.txt 与 case.json 不符"),
        WINDOW_SAYS_OTHER("the explanation of window {0} says other than the case file", "期限 {0} 的说明与案卷不符");

        private final String en;
        private final String zh;

        Kind(String en, String zh) {
            this.en = en;
            this.zh = zh;
        }
    }

    static PacketFinding of(Kind kind, Object where) {
        return new PacketFinding(kind, where.toString());
    }

    /** As a sentence without an end. */
    public String text(Locale locale) {
        return (locale.getLanguage().equals("zh") ? kind.zh : kind.en).replace("{0}", where);
    }
}
