package io.redress.app.packet;

import java.util.Locale;

/** Something that does not hold in a packet: what, and where. */
public record PacketFinding(Kind kind, String where) {
    private static final int WHERE_MAX = 200;

    /** What may be wrong; 0 stands for where. */
    public enum Kind {
        NO_PACKET("this is no packet of a case", "这不是案卷包"),
        DAMAGED("the file is cut off, or bytes in it were changed", "文件不完整或字节已被改动"),
        TOO_LARGE("{0} unpacks to more than a packet holds", "{0} 解压后超出案卷包的大小"),
        AMBIGUOUS("the file holds something that not every program finds in it", "文件中有并非所有程序都能读到的内容"),
        CONTENT_TWICE("{0} is there twice", "{0} 重复出现"),
        CONTENT_UNKNOWN("{0} is not in the list of contents", "目录中没有 {0}"),
        CONTENT_MISSING("{0} is missing", "缺少 {0}"),
        CONTENT_CHANGED("{0} is not what was signed", "{0} 与签名时不同"),
        CONTENT_ILL_FORMED("{0} cannot be read", "无法读取 {0}"),
        LIST_UNSIGNED("the list of contents bears no good signature of a key that is believed", "目录没有受信密钥的有效签名"),
        LIST_OF_ANOTHER("the list of contents is that of another case", "目录属于另一案件"),
        SEAL_UNSIGNED("the seal bears no good signature of a key that is believed", "封存没有受信密钥的有效签名"),
        SEAL_OF_ANOTHER("the seal is not the one that the list of contents names", "封存与目录所指不同"),
        EVENT_MISSING("entry {0} of the case file has no event here", "案卷记录 {0} 没有对应的事件"),
        EVENT_UNKNOWN("event {0} is not in the case file", "案卷中没有事件 {0}"),
        EVENT_CHANGED("event {0} is not the one that was sealed", "事件 {0} 与封存时不同"),
        EVENT_UNPROVEN("no proof leads from event {0} to the seal", "没有证明能从事件 {0} 推至封存"),
        EVENT_OF_ANOTHER("event {0} belongs to another case", "事件 {0} 属于另一案件"),
        EVENT_OMITTED("before event {0} something that happened is left out", "事件 {0} 之前的经过有遗漏"),
        EVENT_OUT_OF_ORDER("event {0} is out of order", "事件 {0} 次序有误"),
        ENTRY_SAYS_OTHER("the case file says of event {0} other than what was stored", "案卷对事件 {0} 的记载与所存不符"),
        TEXT_CHANGED("the text {0} is not the one that was stored", "文字 {0} 与所存不符"),
        TEXT_MISSING("the text {0} is neither shown nor said to be withheld", "文字 {0} 既未出示，也未说明不予出示"),
        TEXT_UNKNOWN("the text {0} belongs to no event here", "文字 {0} 不属于此处任何事件"),
        DECISION_SAYS_OTHER("{0} in the case file is not what was decided", "案卷中的 {0} 与所作决定不符"),
        DOCUMENT_MISSING("{0}, on which a window rests, is missing", "缺少期限所依据的 {0}"),
        DOCUMENT_OF_ANOTHER("what is shown as {0} is another document", "所示 {0} 为另一文件"),
        FILE_CHANGED("file {0} is not the one that was sealed", "文件 {0} 与封存时不同"),
        FILE_UNPROVEN("no proof leads from file {0} to the seal", "没有证明能从文件 {0} 推至封存"),
        FILE_BYTES_CHANGED("the bytes of file {0} are not those that were submitted", "文件 {0} 的内容与提交时不同"),
        FILE_MISSING("file {0} was submitted in this case and is not here", "文件 {0} 已在本案提交，但不在包内"),
        FILE_UNKNOWN("file {0} was not submitted in this case", "文件 {0} 未在本案提交"),
        FILE_OF_ANOTHER("file {0} belongs to another case", "文件 {0} 属于另一案件"),
        CASE_TEXT_SAYS_OTHER(
                "case.txt says other than case.json and windows.json", "case.txt 与 case.json、windows.json 不符"),
        WINDOW_SAYS_OTHER("the explanation of window {0} says other than the case file", "期限 {0} 的说明与案卷不符");

        private final String en;
        private final String zh;

        Kind(String en, String zh) {
            this.en = en;
            this.zh = zh;
        }
    }

    /** What a packet calls its contents is shown on a terminal. */
    static PacketFinding of(Kind kind, Object where) {
        String told = where.toString().replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{Sm} ]", "?");
        return new PacketFinding(kind, told.substring(0, Math.min(WHERE_MAX, told.length())));
    }

    /** As a sentence without an end. */
    public String text(Locale locale) {
        return (locale.getLanguage().equals("zh") ? kind.zh : kind.en).replace("{0}", where);
    }
}
