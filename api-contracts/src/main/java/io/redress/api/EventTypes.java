package io.redress.api;

import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.demand.DemandEvent;
import io.redress.api.document.DocumentEvent;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.order.OrderEvent;
import io.redress.api.record.RecordEvent;
import io.redress.api.report.ReportEvent;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.window.Change;
import io.redress.api.window.WindowEvent;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words under which others are told what happened: one for each act or fact, and one for each way in which that
 * moves a window or ends a case. {@code asyncapi/redress.yaml} says what each means. They have no revision: what others
 * are told does not change when an event is stored in another form.
 */
public final class EventTypes {
    private static final String PREFIX = "io.redress.";

    private static final List<Class<? extends Event>> FAMILIES = List.of(
            OrderEvent.class,
            ReturnEvent.class,
            DemandEvent.class,
            ComplaintEvent.class,
            InterventionEvent.class,
            InquiryEvent.class,
            ReportEvent.class,
            DocumentEvent.class,
            WindowEvent.class,
            RecordEvent.class);

    private static final List<String> OF_CHANGES = List.of(
            "window.opened",
            "window.met",
            "window.lapsed",
            "window.rescinded",
            "window.withdrawn",
            "window.suspended",
            "window.resumed",
            "window.moved",
            "case.ended",
            "case.reopened",
            "intervention.ended");

    /** What is done to personal data is told nobody: it is asked for. */
    private static final Set<String> ALL =
            all(FAMILIES.stream().filter(family -> family != RecordEvent.class).toList());

    private EventTypes() {}

    /** The families of events that may be stored. */
    public static List<Class<? extends Event>> families() {
        return FAMILIES;
    }

    /** Every word there is, in the order of the alphabet. */
    public static Set<String> all() {
        return ALL;
    }

    /** The word for an event of this class. */
    public static String of(Class<? extends Event> event) {
        EventName name = event.getAnnotation(EventName.class);
        if (name == null) {
            throw new IllegalArgumentException("an event without a stored name: " + event);
        }
        String stored = name.value();
        return PREFIX + stored.substring(0, stored.lastIndexOf(".v"));
    }

    /** The word for what an event did to a window or a subject. */
    public static String of(Change change) {
        return PREFIX
                + switch (change) {
                    case Change.Opened _ -> "window.opened";
                    case Change.Met _ -> "window.met";
                    case Change.Lapsed _ -> "window.lapsed";
                    case Change.Rescinded _ -> "window.rescinded";
                    case Change.Withdrawn _ -> "window.withdrawn";
                    case Change.Suspended _ -> "window.suspended";
                    case Change.Resumed _ -> "window.resumed";
                    case Change.Extended _, Change.Moved _ -> "window.moved";
                    case Change.Ended ended ->
                        ended.subject().kind() == SubjectId.Kind.INTERVENTION ? "intervention.ended" : "case.ended";
                    case Change.Reopened _ -> "case.reopened";
                };
    }

    private static Set<String> all(List<Class<? extends Event>> families) {
        Set<String> all = new TreeSet<>();
        OF_CHANGES.forEach(word -> all.add(PREFIX + word));
        for (Class<? extends Event> family : families) {
            for (Class<?> event : family.getPermittedSubclasses()) {
                all.add(of(event.asSubclass(Event.class)));
            }
        }
        return Collections.unmodifiableSet(all);
    }
}
