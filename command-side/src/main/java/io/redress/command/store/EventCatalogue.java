package io.redress.command.store;

import io.redress.api.Event;
import io.redress.api.EventName;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.demand.DemandEvent;
import io.redress.api.document.DocumentEvent;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.order.OrderEvent;
import io.redress.api.report.ReportEvent;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.window.WindowEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every event that may be stored, under its stable name. Renaming or moving a class changes nothing that is stored. */
public final class EventCatalogue {
    private static final List<Class<? extends Event>> FAMILIES = List.of(
            OrderEvent.class,
            ReturnEvent.class,
            DemandEvent.class,
            ComplaintEvent.class,
            InterventionEvent.class,
            InquiryEvent.class,
            ReportEvent.class,
            DocumentEvent.class,
            WindowEvent.class);

    private static final Map<String, Class<?>> BY_NAME = new HashMap<>();
    private static final Map<Class<?>, String> BY_CLASS = new HashMap<>();

    static {
        for (Class<? extends Event> family : FAMILIES) {
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
