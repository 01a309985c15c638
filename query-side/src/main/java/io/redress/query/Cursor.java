package io.redress.query;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Names the last item of a page by the values that order the list, so that the next page goes on behind it whatever was
 * added or removed meanwhile. Opaque to whoever pages.
 */
public final class Cursor {
    /** Room for a few names of the longest kind; a longer text was never made here. */
    private static final int LENGTH_MAX = 8192;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String text;
    private final List<String> parts;

    private Cursor(String text, List<String> parts) {
        this.text = text;
        this.parts = parts;
    }

    /** The cursor of an item on this sheet. */
    public static Cursor of(String sheet, Object... ordering) {
        List<String> parts = new ArrayList<>(List.of(sheet));
        Arrays.stream(ordering).map(Object::toString).forEach(parts::add);
        byte[] json = JSON.writeValueAsBytes(parts);
        return new Cursor(Base64.getUrlEncoder().withoutPadding().encodeToString(json), parts);
    }

    /** Reads a cursor of this sheet, which has so many ordering values; null when none was given. */
    public static @Nullable Cursor read(String sheet, int size, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.length() > LENGTH_MAX) {
            throw unreadable();
        }
        try {
            String json = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            String[] parts = JSON.readValue(json, String[].class);
            if (parts != null
                    && parts.length == size + 1
                    && sheet.equals(parts[0])
                    && !Arrays.asList(parts).contains(null)) {
                return new Cursor(text, List.of(parts));
            }
            throw unreadable();
        } catch (JacksonException | IllegalArgumentException _) {
            throw unreadable();
        }
    }

    private static BadQuestion unreadable() {
        return new BadQuestion("cursor", "own-cursor");
    }

    /** The text to ask with. */
    public String text() {
        return text;
    }

    /** The n-th ordering value, counted from 0. */
    public String part(int n) {
        return parts.get(n + 1);
    }

    public long number(int n) {
        try {
            return Long.parseLong(part(n));
        } catch (NumberFormatException _) {
            throw unreadable();
        }
    }

    public OffsetDateTime time(int n) {
        try {
            return Values.kept(OffsetDateTime.parse(part(n)).toInstant());
        } catch (DateTimeException | IllegalArgumentException _) {
            throw unreadable();
        }
    }
}
