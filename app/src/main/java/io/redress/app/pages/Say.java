package io.redress.app.pages;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.query.CaseKind;
import io.redress.query.Texts;
import io.redress.query.Texts.Bilingual;
import io.redress.query.WindowView;
import io.redress.query.platformqueue.QueueItemView;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says values in the words of whoever reads a page, at the moment at which it is read. */
public final class Say {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Texts TEXTS = new Texts("actions");

    private final Locale locale;
    private final Instant now;

    Say(Locale locale, Instant now) {
        this.locale = locale;
        this.now = now;
    }

    boolean english() {
        return locale.getLanguage().equals("en");
    }

    public String of(Bilingual text) {
        return english() ? text.en() : text.zh();
    }

    public String word(String word) {
        return of(Texts.word(word));
    }

    /** What follows when a window of this consequence lapses. */
    public String otherwise(String onLapse) {
        return of(TEXTS.say(List.of("otherwise." + onLapse), _ -> List.of()));
    }

    public String duty(Obligation obligation) {
        return word(obligation.id());
    }

    public String party(Party party) {
        String role = word(party.role().word());
        return party.name().isEmpty() ? role : role + " " + party.name();
    }

    public String subject(SubjectId subject) {
        String kind = subject.kind().word();
        return label("subject." + kind, word(kind)) + " " + subject.key();
    }

    /** The page of a case; of a plan it is where the two whom it binds see it. */
    public String page(SubjectId subject) {
        if (subject.kind() == SubjectId.Kind.PLAN) {
            return "#plans";
        }
        return "/cases/" + CaseKind.path(subject.owner());
    }

    public String yuan(long fen) {
        return "¥%,d.%02d".formatted(fen / 100, fen % 100);
    }

    public String now() {
        return time(now.atZone(ZONE).toOffsetDateTime());
    }

    /** As machines read it. */
    public String iso(OffsetDateTime at) {
        return at.toString();
    }

    public String nowIso() {
        return now.atZone(ZONE).toOffsetDateTime().toString();
    }

    public String time(OffsetDateTime at) {
        DateTimeFormatter day = DateTimeFormatter.ofPattern("EEE", english() ? Locale.ENGLISH : Locale.CHINA);
        return at.format(at.getSecond() == 0 ? TIME : FULL) + " " + at.format(day);
    }

    public boolean over(OffsetDateTime due) {
        return !due.toInstant().isAfter(now);
    }

    /** How urgent it is: over, soon or later. */
    public String urgency(OffsetDateTime due) {
        Duration left = Duration.between(now, due.toInstant());
        return left.isNegative() || left.isZero() ? "over" : left.compareTo(Duration.ofHours(2)) < 0 ? "soon" : "later";
    }

    /** How far away it is, in calendar time, so that two deadlines compare at a glance. */
    public String left(OffsetDateTime due) {
        Duration left = Duration.between(now, due.toInstant());
        boolean over = left.isNegative() || left.isZero();
        String length = length(left.abs());
        return english() ? (over ? length + " over" : length + " left") : (over ? "已超 " : "还剩 ") + length;
    }

    /** The two greatest units that matter. */
    public String length(Duration length) {
        long days = length.toDays();
        long hours = length.toHoursPart();
        long minutes = length.toMinutesPart();
        if (days > 0) {
            return unit(days, "d", "天") + (hours > 0 ? " " + unit(hours, "h", "小时") : "");
        }
        if (hours > 0) {
            return unit(hours, "h", "小时") + (minutes > 0 ? " " + unit(minutes, "min", "分") : "");
        }
        return minutes > 0 ? unit(minutes, "min", "分") : unit(length.toSeconds(), "s", "秒");
    }

    /** A length as documents write it, {@code P2WD} or {@code PT36H}, in words. */
    public String written(@Nullable String length) {
        if (length == null) {
            return "—";
        }
        if (length.startsWith("PT")) {
            Duration time = Duration.parse(length);
            return time.toMinutes() % 60 == 0 ? unit(time.toHours(), "h", "小时") : length(time);
        }
        boolean working = length.endsWith("WD");
        long days = Long.parseLong(length.substring(1, length.length() - (working ? 2 : 1)));
        return working ? unit(days, days == 1 ? "working day" : "working days", "个工作日") : unit(days, "d", "天");
    }

    private String unit(long count, String en, String zh) {
        return count + " " + (english() ? en : zh);
    }

    /** What an act does; nothing of a word that names none. */
    public String act(String act) {
        return TEXTS.has(act) ? of(TEXTS.say(List.of(act), _ -> List.of())) : "";
    }

    /** The name of a field of an act. */
    public String field(String field) {
        return label("field." + field, field);
    }

    private String label(String key, String otherwise) {
        return Objects.requireNonNullElse(PageConfiguration.WORDS.getMessage(key, null, otherwise, locale), otherwise);
    }

    /** What one may choose in a field. */
    public String option(String field, String option) {
        return label("option." + field + "." + option, label("option." + option, word(option)));
    }

    /** What somebody chose or typed there. */
    public String value(String field, JsonNode value) {
        if (field.endsWith("Fen") && value.isNumber()) {
            return yuan(value.longValue());
        }
        return value.isArray()
                ? value.valueStream()
                        .map(one -> option(field, one.asString()))
                        .collect(Collectors.joining(english() ? ", " : "、"))
                : option(field, value.asString());
    }

    public String partyOrWord(String text) {
        return text.contains(":") ? partyOf(text) : option("orders", text);
    }

    public String timeOf(String text) {
        return time(OffsetDateTime.parse(text));
    }

    public String span(String duration) {
        return length(Duration.parse(duration));
    }

    public String bytes(long bytes) {
        return bytes < 1024
                ? bytes + " B"
                : bytes < 1024 * 1024 ? "%.1f KB".formatted(bytes / 1024.0) : "%.1f MB".formatted(bytes / 1048576.0);
    }

    /** Names a window among what was told of the windows of its case. */
    public String key(WindowView window) {
        return CasePagesHttp.windowKey(window.subject(), window.obligation(), window.owedBy(), window.number());
    }

    /** Where a consumer can turn when it ends here. */
    public List<OtherRemedies.Remedy> remedies() {
        return OtherRemedies.ALL;
    }

    /** Where it is explained why a window is due when it is. */
    public String why(WindowView window) {
        return CasePagesHttp.why(window);
    }

    /** The same of the window of the platform that an item of its queue waits for. */
    public String whyOf(QueueItemView item) {
        boolean intervention = !item.subject().equals(item.caseSubject());
        return page(item.caseSubject()) + "/deadline?obligation="
                + Objects.requireNonNull(item.waitsFor()).id() + "&owedBy=platform"
                + (intervention ? "&intervention=true" : "");
    }

    /** Where a case is taken. */
    public String claims(SubjectId subject) {
        return "/desk/claims/" + CaseKind.path(subject.owner());
    }

    /** What is said of a party by its text form. */
    public String partyOf(String party) {
        return party(Party.parse(party));
    }

    public String seconds(@Nullable Long seconds) {
        return seconds == null ? "—" : length(Duration.ofSeconds(seconds));
    }
}
