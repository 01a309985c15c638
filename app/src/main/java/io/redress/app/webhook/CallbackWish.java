package io.redress.app.webhook;

import io.redress.api.Act;
import io.redress.api.BeginsHistory;
import io.redress.api.BySide;
import io.redress.api.Spelling;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.party.Side;
import io.redress.app.BrokenJson;
import io.redress.app.access.Body;
import io.redress.command.door.ActReader;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a callback says.
 *
 * @param version its place among the callbacks of its sender about the case
 * @param ticket the number that its sender has for the case; null when it says none
 * @param act what it does; null when it only names the ticket
 */
record CallbackWish(
        SubjectId subject,
        long version,
        @Nullable String ticket,
        @Nullable String act,
        ObjectNode fields) {
    private static final long VERSION_MAX = 1_000_000_000_000_000L;
    private static final Map<String, Boolean> TYPES = Map.of("ticket.act", true);
    private static final Set<SubjectId.Kind> CASES =
            Set.of(SubjectId.Kind.ORDER, SubjectId.Kind.RETURN, SubjectId.Kind.COMPLAINT, SubjectId.Kind.INQUIRY);

    static CallbackWish read(JsonMapper json, byte[] bytes) {
        JsonNode read;
        try {
            read = json.readTree(bytes);
        } catch (JacksonException e) {
            throw BrokenJson.refusal("body", e);
        }
        Body body = Body.of(read, "type", "case", "version", "ticket", "act", "fields");
        body.word("type", TYPES);
        SubjectId subject = subject(body.name("case"));
        long version = body.number("version", VERSION_MAX);
        String ticket = body.has("ticket") ? id(body, "ticket") : null;
        String act = body.has("act") ? body.name("act") : null;
        ObjectNode fields = json.createObjectNode();
        if (body.has("fields")) {
            if (!(body.fields().required("fields") instanceof ObjectNode given)) {
                throw Refusal.ofField(Rule.FIELD_ILL_FORMED, "fields", "expects.object");
            }
            fields = given.deepCopy();
        }
        if (act == null && (ticket == null || !fields.isEmpty())) {
            throw Refusal.ofField(Rule.FIELD_MISSING, "act");
        }
        return new CallbackWish(subject, version, ticket, act, fields);
    }

    private static String id(Body body, String field) {
        String id = body.name(field);
        if (!Spelling.isId(id)) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, field, "expects.id");
        }
        return id;
    }

    private static SubjectId subject(String text) {
        try {
            SubjectId subject = SubjectId.parse(text);
            if (CASES.contains(subject.kind()) && Spelling.isId(subject.key())) {
                return subject;
            }
        } catch (IllegalArgumentException _) {
            // it is none
        }
        throw Refusal.ofField(Rule.FIELD_ILL_FORMED, "case", "expects.subject");
    }

    /** The act, of whoever sends it; null when there is none. What the callback says of itself is filled in. */
    @Nullable
    Act act(ActReader reader, Party sender, Instant at) {
        if (act == null) {
            return null;
        }
        String name = act;
        SubjectId.Kind kind = subject.kind();
        if (!reader.acts().contains(name)) {
            throw Refusal.ofField(Rule.ACT_IS_KNOWN, "act", name);
        }
        if (fields.has(kind.word())) { // the callback names it, and nothing else does
            throw Refusal.ofField(Rule.FIELD_IS_KNOWN, kind.word());
        }
        ObjectNode all = fields.deepCopy();
        if (reader.asksFor(name, kind, "subject")) {
            if (!all.hasNonNull("subject")) {
                all.put("subject", subject.toString());
            }
        } else {
            all.put(kind.word(), subject.key());
        }
        if (reader.asksFor(name, kind, "by") && !all.hasNonNull("by")) {
            Side own = sender.role() == Role.MERCHANT ? Side.MERCHANT : Side.OPERATOR;
            all.put("by", own.word());
        }
        Act read = reader.read(name, all, at);
        if (read instanceof BeginsHistory || !read.subject().equals(subject)) {
            throw Refusal.ofField(Rule.ACT_IS_KNOWN, "act", name);
        }
        return read;
    }

    /** The side that an act names as its doer. */
    static @Nullable Side by(Act act) {
        return act instanceof BySide named ? named.by() : null;
    }
}
