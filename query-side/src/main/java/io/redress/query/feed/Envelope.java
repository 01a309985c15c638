package io.redress.query.feed;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.window.Ending;
import io.redress.api.window.Obligation;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * One thing that happened, as CloudEvents 1.0 has it. It says what moved, and names nobody who is not a trader: who wants
 * more reads the case.
 *
 * @param id the same whenever and however often it is told
 * @param type one of {@link io.redress.api.EventTypes}
 * @param subject the case in whose history it stands
 * @param time when it happened on the legal clock; of a lapse, when it was processed
 * @param dataschema the address of the schema of data
 * @param sequence compares as a text: what happened later is greater
 */
public record Envelope(
        String specversion,
        String id,
        String source,
        String type,
        SubjectId subject,
        OffsetDateTime time,
        String datacontenttype,
        String dataschema,
        String sequence,
        Data data) {

    /** What happened; its schema has the name of the class. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "what")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ActData.class, name = "act"),
        @JsonSubTypes.Type(value = WindowData.class, name = "window"),
        @JsonSubTypes.Type(value = EndingData.class, name = "ending")
    })
    public sealed interface Data {}

    /**
     * Somebody did something, or reported it.
     *
     * @param ofCase the case in whose history it stands
     * @param version of the case, with this: what {@code ETag} and {@code If-Match} compare
     */
    public record ActData(@JsonProperty("case") SubjectId ofCase, long version, String by) implements Data {}

    /**
     * A window opened, moved or closed.
     *
     * @param cause the type of what did it
     * @param subject on what it runs: the case, or the intervention on it
     * @param dueAt as it is now; of a window that is closed, as it was last
     * @param dueAtBefore what it was, when it moved
     * @param reason why it moved, when nobody resumed it
     * @param late when it was met: whether it had lapsed
     * @param occurredAt when it was met: when it was done, where that was recorded later
     */
    public record WindowData(
            @JsonProperty("case") SubjectId ofCase,
            long version,
            String by,
            String cause,
            SubjectId subject,
            Obligation obligation,
            int number,
            String owedBy,
            OffsetDateTime dueAt,
            @Nullable OffsetDateTime dueAtBefore,
            @Nullable String reason,
            @Nullable Boolean late,
            @Nullable OffsetDateTime occurredAt)
            implements Data {}

    /**
     * A case, or the intervention on it, ended or came back.
     *
     * @param subject the case, or the intervention on it
     * @param ending null when it is open again
     */
    public record EndingData(
            @JsonProperty("case") SubjectId ofCase,
            long version,
            String by,
            String cause,
            SubjectId subject,
            @Nullable Ending ending,
            @Nullable OffsetDateTime reopenableUntil)
            implements Data {}

    /** What stands before the name of a schema in its address, for whom the service has this one. */
    public static String schemas(UriComponentsBuilder service) {
        return service.cloneBuilder()
                .path("/openapi/redress.yaml")
                .fragment("/components/schemas/")
                .toUriString();
    }

    /** A party as others are told of it. There is one consumer in a case, who goes without a name. */
    static String told(Party party) {
        return party.role() == Role.CONSUMER ? Role.CONSUMER.word() : party.toString();
    }
}
