package io.redress.query;

import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
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

    /** By these fields a sealed text is known. */
    private static final List<String> SEALED = List.of("key", "sealed", "digest");

    private final boolean all;
    private final boolean desk;
    private final SubjectId of;
    private final PersonalData.Opened personal;

    private Visible(boolean all, boolean desk, SubjectId of, PersonalData.Opened personal) {
        this.all = all;
        this.desk = desk;
        this.of = of;
        this.personal = personal;
    }

    /** What this reader is shown of a case. */
    public static Visible to(Reader reader, SubjectId of, PersonalData.Opened personal) {
        return new Visible(reader.isPlatform(), reader.kind() == Reader.Kind.AGENT, of, personal);
    }

    /** What an event says, without the names of people at the desk, and what people wrote as far as it is open. */
    public JsonNode facts(JsonNode facts) {
        if (!all && facts instanceof ObjectNode object) {
            object.remove(OF_THE_DESK);
        }
        return opened(facts);
    }

    private JsonNode opened(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (SEALED.stream().allMatch(name -> object.path(name).isString())) {
                return said(new PersonalText.Sealed(
                        object.get("key").stringValue(),
                        object.get("sealed").stringValue(),
                        object.get("digest").stringValue()));
            }
            object.propertyNames().forEach(name -> object.set(name, opened(object.get(name))));
        } else if (node instanceof ArrayNode array) {
            for (int n = 0; n < array.size(); n++) {
                array.set(n, opened(array.get(n)));
            }
        }
        return node;
    }

    private JsonNode said(PersonalText.Sealed sealed) {
        return JsonNodeFactory.instance.stringNode(personal.text(of, sealed));
    }

    /** Whether what people wrote in this case is to be had. */
    public PersonalData.State personalData() {
        return personal.state(of);
    }

    /** What parties wrote to each other, which people at the desk read once the platform has stepped in. */
    public JsonNode message(@Nullable PersonalText text, boolean steppedIn) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        return text == null || (desk && !steppedIn) ? facts : facts.put("text", personal.text(of, text));
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
