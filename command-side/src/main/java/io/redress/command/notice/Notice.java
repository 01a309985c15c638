package io.redress.command.notice;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.WindowKey;
import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the owner of a window is told of it.
 *
 * @param id the same however often it is told
 * @param subject the case
 * @param sequence the version of the case, as its parties count it
 * @param occurredAt on the legal clock
 * @param dueAt as it is now; of a window that is closed, as it was last
 * @param more what is told besides: no personal data
 */
record Notice(
        String id,
        String type,
        SubjectId subject,
        long sequence,
        Instant occurredAt,
        WindowKey window,
        Instant dueAt,
        ObjectNode more) {
    static final String OPENED = "window.opened";
    static final String MOVED = "window.moved";
    static final String MET = "window.met";
    static final String LAPSED = "window.lapsed";
    static final String WITHDRAWN = "window.withdrawn";
    static final String DUE_SOON = "window.due-soon";

    Party party() {
        return window.owedBy();
    }

    /** As it is told: which window, and what became of it. The owner is whoever is told. */
    ObjectNode data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("subject", window.subject().toString());
        data.put("obligation", window.obligation().id());
        data.put("number", window.number());
        data.put("dueAt", Inboxes.shown(dueAt));
        data.setAll(more);
        return data;
    }
}
