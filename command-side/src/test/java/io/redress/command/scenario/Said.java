package io.redress.command.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redress.api.Event;
import io.redress.api.personal.PersonalText;
import io.redress.command.store.EventSerializer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What people wrote, in tests, which have no keys: sealed with nothing but Base64, and opened again. */
public final class Said {
    /** As long as one is. */
    private static final String DIGEST = "A".repeat(43) + "=";

    /** Stores events as the service does, but for the keys. */
    public static final EventSerializer SERIALIZER = EventSerializer.create((_, text) ->
            new PersonalText.Sealed("key", Base64.getEncoder().encodeToString(text.getBytes(UTF_8)), DIGEST));

    private Said() {}

    /** The text, sealed or not. */
    public static @Nullable String said(@Nullable PersonalText text) {
        return switch (text) {
            case null -> null;
            case PersonalText.Told told -> told.text();
            case PersonalText.Sealed sealed -> new String(Base64.getDecoder().decode(sealed.sealed()), UTF_8);
        };
    }

    /** The event as it is stored. */
    public static String json(Event event) {
        return new String(SERIALIZER.serialize(event, byte[].class).getData(), UTF_8);
    }
}
