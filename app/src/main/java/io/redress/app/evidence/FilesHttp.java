package io.redress.app.evidence;

import io.redress.api.Spelling;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Side;
import io.redress.app.Turns;
import io.redress.app.access.Body;
import io.redress.app.access.Caller;
import io.redress.app.access.Policy;
import io.redress.app.access.RequestKeys;
import io.redress.app.evidence.FileReading.Found;
import io.redress.app.evidence.FileReading.View;
import io.redress.command.evidence.EvidenceFiles;
import io.redress.command.evidence.EvidenceFiles.Begun;
import io.redress.command.evidence.EvidenceFiles.Draft;
import io.redress.command.evidence.EvidenceFiles.Wish;
import io.redress.command.evidence.FileKind;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.StoredParties;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Page;
import io.redress.query.PersonalData;
import io.redress.query.Reader;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The files of a return request or a complaint. One is announced, then its bytes come, at once or in as many pieces as
 * the line allows, each from the byte on where the upload stands.
 */
@RestController
@RequestMapping("/api/v1/cases/{kind}/{id}/files")
public class FilesHttp {
    private static final String OFFSET = "Upload-Offset";
    private static final String COMPLETE = "Upload-Complete";
    private static final String SUBMIT = "submit-evidence";
    private static final List<String> BYTES =
            List.of("application/partial-upload", MediaType.APPLICATION_OCTET_STREAM_VALUE);

    private static final Map<String, Side> SIDES =
            Map.of("consumer", Side.CONSUMER, "merchant", Side.MERCHANT, "operator", Side.OPERATOR);

    /** How long a file waits for another to be through. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Turns transfers;
    private final EvidenceFiles files;
    private final FileReading reading;
    private final StoredParties cases;
    private final Policy policy;
    private final RequestKeys requests;
    private final PersonalData personal;

    FilesHttp(
            EvidenceFiles files,
            FileReading reading,
            StoredParties cases,
            Policy policy,
            RequestKeys requests,
            PersonalData personal,
            @Value("${redress.evidence.transfers}") int most,
            @Value("${redress.evidence.transfers-of-one-caller}") int mostOfOne) {
        this.files = files;
        this.reading = reading;
        this.cases = cases;
        this.policy = policy;
        this.requests = requests;
        this.personal = personal;
        this.transfers = new Turns(most, mostOfOne, PATIENCE);
    }

    @PostMapping
    ResponseEntity<View> stage(
            @PathVariable String kind,
            @PathVariable String id,
            @RequestBody JsonNode body,
            @RequestHeader HttpHeaders headers,
            Caller caller,
            HttpServletRequest request) {
        Body asked = Body.of(body, "by", "type", "bytes", "supersedes");
        var key = requests.of("cases/" + kind + "/" + id + "/files", asked.fields(), headers, caller);
        Side by = asked.word("by", SIDES);
        SubjectId of = demand(kind, id);
        Parties parties = judge(caller, kind, id, of, by);
        Begun begun = files.stage(
                new Wish(
                        of,
                        parties,
                        parties.party(by),
                        asked.name("type"),
                        asked.number("bytes", FileKind.MP4.bytesMax()),
                        asked.has("supersedes") ? asked.name("supersedes") : null),
                key);
        Draft draft = files.find(of, begun.id()).orElseThrow(() -> absent(begun.id()));
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.created(URI.create(request.getRequestURI() + "/" + begun.id()));
        if (begun.repeated()) {
            answer.header(RequestKeys.REPLAYED, "true");
        }
        return answer(answer, draft);
    }

    /**
     * A file that came whole with a form of a page: it is announced and taken in at once. What was taken in when the same
     * was sent before is not taken in again.
     *
     * @param type its media type
     * @param whole its bytes
     */
    public View take(
            String kind,
            String id,
            String type,
            long bytes,
            InputStream whole,
            HttpHeaders headers,
            Caller caller,
            HttpServletRequest request) {
        Side by = ownSide(caller);
        String word = SIDES.entrySet().stream()
                .filter(side -> side.getValue() == by)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        ObjectNode announced = JsonNodeFactory.instance
                .objectNode()
                .put("by", word)
                .put("type", type)
                .put("bytes", bytes);
        View begun = Objects.requireNonNull(
                stage(kind, id, announced, headers, caller, request).getBody());
        return begun.received() > 0
                ? begun
                : Objects.requireNonNull(append(own(kind, id, begun.file(), caller), 0, () -> whole, caller)
                        .getBody());
    }

    @PatchMapping("/{file}")
    ResponseEntity<View> append(
            @PathVariable String kind,
            @PathVariable String id,
            @PathVariable String file,
            @RequestHeader HttpHeaders headers,
            Caller caller,
            HttpServletRequest request) {
        Draft draft = own(kind, id, file, caller);
        @Nullable String type = request.getContentType();
        if (type == null || !BYTES.contains(type.toLowerCase(Locale.ROOT))) {
            throw new UnsupportedMediaTypeStatusException("bytes are expected");
        }
        return append(draft, offset(headers), request::getInputStream, caller);
    }

    /** A file that the caller may go on with. */
    private Draft own(String kind, String id, String file, Caller caller) {
        SubjectId of = demand(kind, id);
        Side own = ownSide(caller);
        Parties parties = judge(caller, kind, id, of, own);
        if (!Spelling.isId(file)) {
            throw absent(file);
        }
        return files.find(of, file)
                .filter(found -> caller.kind() == Caller.Kind.PLATFORM
                        || found.party().equals(parties.party(own).toString()))
                .orElseThrow(() -> absent(file));
    }

    /** Where bytes come from. */
    @FunctionalInterface
    private interface Bytes {
        InputStream open() throws IOException;
    }

    private ResponseEntity<View> append(Draft draft, long offset, Bytes bytes, Caller caller) {
        try {
            Draft standing = transfers
                    .takeByName(
                            caller, () -> files.append(SubjectId.parse(draft.subject()), draft, offset, bytes.open()))
                    .orElseThrow(() -> absent(draft.id()));
            return answer(ResponseEntity.ok(), standing);
        } catch (IOException broken) {
            // whoever was uploading is gone, or says no more
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, null, broken);
        }
    }

    @GetMapping
    Page<View> list(
            @PathVariable String kind,
            @PathVariable String id,
            Reader reader,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return reading.list(reader, demand(kind, id), cursor, Page.limit(limit));
    }

    /** To HEAD this says where the upload stands. */
    @GetMapping("/{file}")
    ResponseEntity<View> read(
            @PathVariable String kind, @PathVariable String id, @PathVariable String file, Reader reader) {
        View view = found(kind, id, file, reader).view();
        return standing(ResponseEntity.ok(), view.received(), view.sha256() != null)
                .body(view);
    }

    /**
     * The bytes, for saving and not for showing: no browser takes them for a page of this service. They come piece by
     * piece, and between two pieces nothing of the database is held.
     */
    @GetMapping("/{file}/content")
    public void download(
            @PathVariable String kind,
            @PathVariable String id,
            @PathVariable String file,
            Reader reader,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Found found = found(kind, id, file, reader);
        if (found.upload() == null) {
            throw absent(file);
        }
        SubjectId of = demand(kind, id);
        if (personal.ofFiles(reader, of) != PersonalData.State.OPEN) {
            throw new Refusal(Rule.PERSONAL_DATA_IS_OPEN);
        }
        String upload = found.upload();
        boolean wanted = HttpMethod.GET.matches(request.getMethod());
        transfers.takeByName(caller, () -> {
            send(upload, found.view(), wanted, reader, response);
            return upload;
        });
    }

    private void send(String upload, View file, boolean wanted, Reader reader, HttpServletResponse response)
            throws IOException {
        long first = 0;
        byte @Nullable [] piece = reading.piece(reader, upload, first).orElseThrow(() -> absent(file.file()));
        FileKind type = FileKind.of(file.type()).orElseThrow();
        response.setContentType(type.type());
        response.setContentLengthLong(file.bytes());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(file.file() + "." + type.ending())
                        .build()
                        .toString());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader(HttpHeaders.ETAG, "\"" + file.sha256() + "\"");
        while (wanted && piece != null) {
            response.getOutputStream().write(piece);
            first += piece.length;
            piece = reading.piece(reader, upload, first).orElse(null);
        }
    }

    // ---- who

    /** Whoever may submit a file for this side may stage it. */
    private Parties judge(Caller caller, String kind, String id, SubjectId of, Side by) {
        Parties nobody = new Parties("", "", "", "");
        Parties parties = cases.of(of).stream().findFirst().orElse(null);
        return switch (policy.may(caller, SUBMIT, by, parties == null ? nobody : parties)) {
            case ALLOWED -> {
                if (parties == null) {
                    throw new NotOnSheet(kind, id);
                }
                yield parties;
            }
            case FORBIDDEN -> throw new AccessDeniedException("another party submits this");
            case HIDDEN -> throw new NotOnSheet(kind, id);
            case PARTIAL -> throw new Refusal(Rule.AGENT_IS_IMPARTIAL);
        };
    }

    private static Side ownSide(Caller caller) {
        return switch (caller.kind()) {
            case MERCHANT -> Side.MERCHANT;
            case OPERATOR -> Side.OPERATOR;
            case CONSUMER, AGENT, PLATFORM, FEED, NOBODY -> Side.CONSUMER;
        };
    }

    private Found found(String kind, String id, String file, Reader reader) {
        SubjectId of = demand(kind, id);
        if (!Spelling.isId(file)) {
            throw absent(file);
        }
        return reading.one(reader, of, file).orElseThrow(() -> absent(file));
    }

    private static NotOnSheet absent(String file) {
        return new NotOnSheet("file", file);
    }

    /** Only demands have evidence. */
    private static SubjectId demand(String kind, String id) {
        SubjectId of = CaseKind.subject(kind, id);
        if (!of.isDemand() || !Spelling.isId(id)) {
            throw new NotOnSheet(kind, id);
        }
        return of;
    }

    // ---- what

    private static long offset(HttpHeaders headers) {
        @Nullable String offset = headers.getFirst(OFFSET);
        if (offset == null) {
            throw Refusal.ofField(Rule.FIELD_MISSING, OFFSET);
        }
        if (!offset.matches("[0-9]{1,18}")) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, OFFSET, "expects.number");
        }
        return Long.parseLong(offset);
    }

    private static ResponseEntity<View> answer(ResponseEntity.BodyBuilder answer, Draft draft) {
        boolean whole = draft.sha256() != null;
        return standing(answer, draft.received(), whole)
                .body(new View(
                        draft.id(),
                        SubjectId.parse(draft.subject()).label(),
                        draft.party(),
                        (whole ? FileReading.State.STAGED : FileReading.State.UPLOADING).word(),
                        draft.type(),
                        draft.bytes(),
                        draft.received(),
                        draft.sha256(),
                        draft.supersedes(),
                        null,
                        null));
    }

    private static ResponseEntity.BodyBuilder standing(
            ResponseEntity.BodyBuilder answer, long received, boolean complete) {
        return answer.header(OFFSET, Long.toString(received)).header(COMPLETE, complete ? "?1" : "?0");
    }
}
