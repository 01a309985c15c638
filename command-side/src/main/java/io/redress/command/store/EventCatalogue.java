package io.redress.command.store;

import io.redress.api.Event;
import io.redress.api.EventName;
import io.redress.api.EventTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every event that may be stored, under its stable name. Renaming or moving a class changes nothing that is stored. */
public final class EventCatalogue {
    private static final Map<String, Class<?>> BY_NAME = new HashMap<>();
    private static final Map<Class<?>, String> BY_CLASS = new HashMap<>();

    static {
        for (Class<? extends Event> family : EventTypes.families()) {
            for (Class<?> event : family.getPermittedSubclasses()) {
                String name = event.getAnnotation(EventName.class).value();
                if (BY_NAME.put(name, event) != null) {
                    throw new IllegalStateException("two events are stored as " + name);
                }
                BY_CLASS.put(event, name);
            }
        }
    }

    private EventCatalogue() {}

    /** All events. */
    public static Set<Class<?>> events() {
        return Set.copyOf(BY_CLASS.keySet());
    }

    /** The name under which this class is stored, or null when it is no event. */
    public static @Nullable String nameOf(Class<?> type) {
        return BY_CLASS.get(type);
    }

    /** The class that is stored under this name, or null when there is none. */
    public static @Nullable Class<?> classOf(String name) {
        return BY_NAME.get(name);
    }
}
