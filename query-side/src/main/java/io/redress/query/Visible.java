package io.redress.query;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of a sheet's row is shown to whom: the one place that leaves something out. Rows that a reader does not see at
 * all are no matter of this; {@link Question#openTo} leaves them.
 *
 * <p>The platform's systems see everything, and so do people at its desk but for one thing: what the parties wrote to
 * each other before the platform stepped in is theirs until it does. A party sees everything of its case, for what one party says in it is said to the
 * others, but three things. It does not learn who at the platform's desk works on its case, or it could lie in wait for
 * them: an agent speaks for the platform. And it does not learn with which key or token another party acted, nor whether
 * the platform recorded it for them: that is for finding out who did it when it is disputed. And it does not learn of a
 * decision before it takes effect: what waits for a second person, and what that person gave back, is the desk's own.
 */
public final class Visible {
    /** Facts of events that name a person at the platform's desk. */
    private static final Set<String> OF_THE_DESK = Set.of("agent", "confirmedBy", "proposedBy", "assignedTo");

    private static final Visible ALL = new Visible(true, false);
    private static final Visible TO_THE_DESK = new Visible(true, true);
    private static final Visible TO_A_PARTY = new Visible(false, false);

    private final boolean all;
    private final boolean desk;

    private Visible(boolean all, boolean desk) {
        this.all = all;
        this.desk = desk;
    }

    /** What this reader is shown. */
    public static Visible to(Reader reader) {
        if (!reader.isPlatform()) {
            return TO_A_PARTY;
        }
        return reader.kind() == Reader.Kind.AGENT ? TO_THE_DESK : ALL;
    }

    /** What an event says, without the names of people at the desk. */
    public JsonNode facts(JsonNode facts) {
        if (!all && facts instanceof ObjectNode object) {
            object.remove(OF_THE_DESK);
        }
        return facts;
    }

    /** What parties wrote to each other, which people at the desk read once the platform has stepped in. */
    public JsonNode message(@Nullable String text, boolean steppedIn) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        return text == null || (desk && !steppedIn) ? facts : facts.put("text", text);
    }

    /** What the desk is still deciding. */
    public @Nullable JsonNode undecided(@Nullable JsonNode proposed) {
        return all ? proposed : null;
    }

    /** By whose credential something was done. */
    public @Nullable String trail(@Nullable String caller) {
        return all ? caller : null;
    }
}
