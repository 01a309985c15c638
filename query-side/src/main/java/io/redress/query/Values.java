package io.redress.query;

import io.redress.api.KeptTime;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How texts and moments are kept in a sheet. */
final class Values {
    /** All times are shown in Asia/Shanghai, which has had this offset since 1991. */
    static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

    private static final char ESCAPE = '\u0001';

    private static final JsonMapper JSON = JsonMapper.shared();

    private Values() {}

    /** What somebody wrote, as sealed as it was kept. */
    static PersonalText personal(String kept) {
        return JSON.readValue(typed(kept), PersonalText.class);
    }

    /** A value as the database takes it. */
    static @Nullable Object toSql(@Nullable Object value) {
        return switch (value) {
            case String text -> kept(text);
            case Instant moment -> kept(moment);
            case PersonalText personal -> kept(JSON.writeValueAsString(personal));
            case Long _, Integer _, Boolean _, OffsetDateTime _ -> value;
            case null -> null;
            default -> throw new IllegalArgumentException("not kept in sheets: " + value.getClass());
        };
    }

    /**
     * A text without U+0000, which PostgreSQL cannot keep but parties can type. U+0000 becomes U+0001 U+0001 and U+0001
     * becomes U+0001 U+0002: nothing is lost, two texts never become one, and their order by code point stays.
     */
    static String kept(String text) {
        if (text.indexOf('\u0000') < 0 && text.indexOf(ESCAPE) < 0) {
            return text;
        }
        return text.replace("\u0001", "\u0001\u0002").replace("\u0000", "\u0001\u0001");
    }

    /** The text as it was typed. */
    static String typed(String kept) {
        if (kept.indexOf(ESCAPE) < 0) {
            return kept;
        }
        StringBuilder typed = new StringBuilder(kept.length());
        for (int i = 0; i < kept.length(); i++) {
            char c = kept.charAt(i);
            typed.append(c == ESCAPE && kept.charAt(++i) == ESCAPE ? '\u0000' : c);
        }
        return typed.toString();
    }

    /**
     * A moment, cut (never rounded up) to the microsecond, which is all that the database keeps. Its year has four
     * digits, or no RFC 3339 text could show it.
     */
    static OffsetDateTime kept(Instant moment) {
        Instant cut = moment.truncatedTo(ChronoUnit.MICROS);
        if (!KeptTime.holds(cut)) {
            throw new IllegalArgumentException("not a moment that a sheet can show: " + moment);
        }
        return cut.atOffset(ZoneOffset.UTC);
    }
}
