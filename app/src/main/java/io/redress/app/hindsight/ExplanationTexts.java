package io.redress.app.hindsight;

import io.redress.api.Event;
import io.redress.api.window.Obligation;
import io.redress.command.hindsight.Entry;
import io.redress.query.SheetWriter;
import io.redress.query.Texts;
import io.redress.query.Texts.Bilingual;
import io.redress.query.Visible;
import io.redress.query.casefile.EntryTexts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in both languages what hindsight says in words of its own. */
final class ExplanationTexts {
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

    private final Texts texts = new Texts("hindsight");
    private final EntryTexts entries = new EntryTexts();

    Bilingual say(String key) {
        return texts.say(List.of(key), _ -> List.of());
    }

    Bilingual say(String key, String length, long amount) {
        return texts.say(List.of(key), place -> List.of(place.equals("length") ? length : Long.toString(amount)));
    }

    Bilingual notice(String key, String notice, int version) {
        return texts.say(List.of(key), place -> List.of(place.equals("notice") ? notice : Integer.toString(version)));
    }

    Bilingual recount(String key, String notice, int version, Instant dueAt) {
        return texts.say(
                List.of(key),
                place -> List.of(
                        switch (place) {
                            case "notice" -> notice;
                            case "version" -> Integer.toString(version);
                            default -> shown(dueAt).toString();
                        }));
    }

    /** A holiday that a notice names and we have no word for is called in English as the notice calls it. */
    Bilingual holiday(String holiday) {
        String key = "holiday." + holiday;
        return texts.has(key) ? say(key) : new Bilingual(holiday, holiday);
    }

    Bilingual name(Obligation obligation) {
        return texts.say(List.of("name"), _ -> List.of(obligation.id()));
    }

    EventRef ref(Entry entry, Visible visible) {
        Event event = entry.event();
        return new EventRef(
                entry.position(),
                SheetWriter.nameOf(event),
                shown(event.at()),
                event.by(),
                entries.summary(event, visible));
    }

    @Nullable
    EventRef refIfAny(@Nullable Entry entry, Visible visible) {
        return entry == null ? null : ref(entry, visible);
    }

    /** The word for something of a list. */
    static String word(Enum<?> item) {
        return item.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static OffsetDateTime shown(Instant instant) {
        return instant.atOffset(SHANGHAI);
    }

    static @Nullable OffsetDateTime shownIfAny(@Nullable Instant instant) {
        return instant == null ? null : shown(instant);
    }
}
