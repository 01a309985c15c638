package io.redress.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.app.access.Body;
import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Scope;
import io.redress.command.notice.NoticeClock;
import io.redress.query.Asked;
import io.redress.query.Cursor;
import io.redress.query.NotOnSheet;
import io.redress.query.Page;
import io.redress.query.Reader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a party was told of the windows that it owes and of its endpoints, and how it wants to be told. */
@RestController
@RequestMapping("/api/v1/parties/{party}")
class InboxHttp {
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);
    private static final String CURSOR = "inbox";
    private static final String BUSINESS_HOURS = "businessHours";
    private static final List<String> TYPES = List.of(
            "window.opened",
            "window.moved",
            "window.due-soon",
            "window.met",
            "window.lapsed",
            "window.withdrawn",
            "endpoint.disabled");

    private final JdbcClient sql;
    private final NoticeClock clock;
    private final JsonMapper json;

    InboxHttp(JdbcClient sql, NoticeClock clock, JsonMapper json) {
        this.sql = sql;
        this.clock = clock;
        this.json = json;
    }

    /**
     * A notice.
     *
     * @param id of the message to the party's endpoints, too
     * @param ofCase null of a notice that is about an endpoint
     * @param sequence null of a notice that is about an endpoint
     * @param occurredAt when what it tells of happened, on the legal clock
     * @param toldAt when it was put before the party, on the legal clock
     */
    record Notice(
            String id,
            String type,
            @JsonProperty("case") @Nullable String ofCase,
            @Nullable Long sequence,
            OffsetDateTime occurredAt,
            OffsetDateTime toldAt,
            JsonNode data) {}

    private record Placed(long position, Notice notice) {}

    /** How a party wants to be told. */
    record Settings(boolean businessHours) {}

    /** In the order in which they were put there. */
    @GetMapping("/inbox")
    Page<Notice> inbox(
            Reader reader,
            @PathVariable String party,
            @RequestParam(name = "case", required = false) @Nullable String ofCase,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Party owner = own(reader, party);
        SubjectId subject = Asked.ifAny("case", ofCase, SubjectId::parse, "subject");
        String only = Asked.oneOf("type", type, TYPES, word -> word);
        Instant from = Asked.instant("since", since);
        Cursor after = Cursor.read(CURSOR, 1, cursor);
        int most = Page.limit(limit);
        List<Placed> found = sql.sql("""
                        SELECT * FROM outbox.notice WHERE party = :party AND position > :after
                            AND (:case::text IS NULL OR subject = :case) AND (:type::text IS NULL OR type = :type)
                            AND (:since::timestamptz IS NULL OR told_at >= :since)
                        ORDER BY position LIMIT :limit""")
                .param("party", owner.toString())
                .param("after", after == null ? 0 : after.number(0))
                .param("case", subject == null ? null : subject.toString())
                .param("type", only)
                .param("since", from == null ? null : from.atOffset(ZoneOffset.UTC))
                .param("limit", most + 1)
                .query((row, _) -> new Placed(row.getLong("position"), notice(row)))
                .list();
        Page<Placed> page = Page.of(found, most, last -> Cursor.of(CURSOR, last.position()));
        return new Page<>(page.items().stream().map(Placed::notice).toList(), page.next());
    }

    @GetMapping("/notice-settings")
    Settings settings(Reader reader, @PathVariable String party) {
        return new Settings(clock.dueSoon().inBusinessHours(own(reader, party)));
    }

    /** It says all that is to be said; however often it is said, it is the same. */
    @PutMapping("/notice-settings")
    Settings set(Caller caller, Reader reader, @PathVariable String party, @RequestBody JsonNode body) {
        if (!caller.has(Scope.ACTS)) {
            throw new AccessDeniedException("the credential is not good for acts");
        }
        Party owner = own(reader, party);
        boolean wanted = Body.of(body, BUSINESS_HOURS).flag(BUSINESS_HOURS);
        clock.dueSoon().inBusinessHours(owner, wanted);
        return new Settings(wanted);
    }

    /** What a party was told is its own and the platform's; of others a reader learns no more than of none. */
    private static Party own(Reader reader, String text) {
        try {
            Party party = Asked.party(text);
            if (reader.kind() != Reader.Kind.AGENT && reader.maySeeRecordOf(party)) {
                return party;
            }
        } catch (IllegalArgumentException _) {
            // answered like a party that is not there
        }
        throw new NotOnSheet("party", text);
    }

    private Notice notice(ResultSet row) throws SQLException {
        return new Notice(
                row.getString("id"),
                row.getString("type"),
                row.getString("subject"),
                row.getObject("sequence", Long.class),
                time(row, "occurred_at"),
                time(row, "told_at"),
                json.readTree(row.getString("data")));
    }

    private static OffsetDateTime time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).withOffsetSameInstant(ZONE);
    }
}
