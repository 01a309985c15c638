package io.redress.app.pages;

import io.redress.api.SubjectId;
import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Kind;
import io.redress.app.desk.Claims;
import io.redress.query.Asked;
import io.redress.query.CaseKind;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.feed.FeedNews;
import io.redress.query.platformqueue.ItemKind;
import io.redress.query.platformqueue.PlatformQueueQueries;
import io.redress.query.platformqueue.PlatformQueueQueries.Wanted;
import io.redress.query.platformqueue.QueueItemView;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriUtils;

/** The platform's desk (平台介入台): what waits for the platform, soonest first, why, and who has taken it. */
@Controller
class DeskPagesHttp {
    private static final int SHOWN = 50;
    private static final int LOOKED_THROUGH_MAX = 20;
    private static final int STREAMS_MAX = 500;

    /** A stream ends after so long, and the browser comes back with its cookie: so long it outlives its session. */
    private static final Duration STREAM = Duration.ofSeconds(60);

    private static final Duration NOT_OFTENER_THAN = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final PlatformQueueQueries queue;
    private final Claims claims;
    private final FeedNews news;
    private final Semaphore streams = new Semaphore(STREAMS_MAX);

    DeskPagesHttp(PlatformQueueQueries queue, Claims claims, FeedNews news) {
        this.queue = queue;
        this.claims = claims;
        this.news = news;
    }

    /** An item, and who has taken its case. */
    record Item(QueueItemView item, Claims.@Nullable Claim claim, boolean mine) {}

    @GetMapping("/desk")
    String desk(
            Reader reader,
            Caller caller,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String marked,
            @RequestParam(required = false) @Nullable String party,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String none,
            Model model) {
        // before the queue is read, or what comes in between would never be told
        long newest = queue.newest(reader);
        Page<QueueItemView> page = queue.list(reader, wanted(kind, marked, party), cursor, SHOWN);
        Map<SubjectId, Claims.Claim> taken = taken(page);
        model.addAttribute(
                "items",
                page.items().stream()
                        .map(item -> item(item, taken.get(item.caseSubject()), caller))
                        .toList());
        model.addAttribute("next", page.next());
        model.addAttribute("newest", newest);
        model.addAttribute("kind", kind);
        model.addAttribute("marked", marked);
        model.addAttribute("filter", filter("kind", kind) + filter("marked", marked) + filter("party", party));
        model.addAttribute("none", none != null);
        model.addAttribute("kinds", ItemKind.values());
        model.addAttribute("agent", caller.kind() == Kind.AGENT);
        return "desk";
    }

    /** The same view in another address. */
    private static String filter(String parameter, @Nullable String value) {
        return value == null ? "" : "&" + parameter + "=" + UriUtils.encode(value, StandardCharsets.UTF_8);
    }

    private static Wanted wanted(@Nullable String kind, @Nullable String marked, @Nullable String party) {
        return new Wanted(
                Asked.oneOf("kind", kind, ItemKind.values(), ItemKind::word),
                Asked.flag("marked", marked),
                null,
                Asked.party("party", party));
    }

    private static Item item(QueueItemView item, Claims.@Nullable Claim claim, Caller caller) {
        return new Item(item, claim, claim != null && claim.agent().equals(caller.name()));
    }

    private Map<SubjectId, Claims.Claim> taken(Page<QueueItemView> page) {
        return claims.of(page.items().stream().map(QueueItemView::caseSubject).toList());
    }

    // ---- claims

    /** Takes the first case in the order of the queue that nobody has: nobody picks what he likes. */
    @PostMapping("/desk/next")
    ResponseEntity<Void> next(Reader reader, Caller caller) {
        requireAgent(caller);
        String cursor = null;
        for (int n = 0; n < LOOKED_THROUGH_MAX; n++) {
            Page<QueueItemView> page = queue.list(reader, new Wanted(null, null, null, null), cursor, Page.LIMIT_MAX);
            Map<SubjectId, Claims.Claim> taken = taken(page);
            for (QueueItemView item : page.items()) {
                boolean ownProposal = item.decisionProposed() != null
                        && item.decisionProposed().agent().equals(caller.name());
                SubjectId subject = item.caseSubject();
                boolean has = taken.containsKey(subject);
                if (!has && !ownProposal && claims.take(subject, caller.name())) {
                    return to("/cases/" + CaseKind.path(subject));
                }
            }
            cursor = page.next();
            if (cursor == null) {
                break;
            }
        }
        return to("/desk?none");
    }

    @PostMapping("/desk/claims/{kind}/{id}")
    ResponseEntity<Void> claim(
            Caller caller,
            @PathVariable String kind,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String release,
            @RequestParam(required = false) @Nullable String back) {
        requireAgent(caller);
        SubjectId subject = CaseKind.subject(kind, id);
        if (release != null) {
            claims.giveBack(subject, caller.name());
        } else {
            claims.take(subject, caller.name()); // whoever comes second sees there who was first
        }
        return to(back == null ? "/cases/" + CaseKind.path(subject) : StartHttp.ofThisSite(back));
    }

    private static void requireAgent(Caller caller) {
        if (caller.kind() != Kind.AGENT) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
    }

    private static ResponseEntity<Void> to(String where) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, where)
                .build();
    }

    /** Who else has this case before him, and who has taken it; asked again and again by a page that is open. */
    @GetMapping("/desk/claims/{kind}/{id}")
    String presence(Caller caller, @PathVariable String kind, @PathVariable String id, Model model) {
        presence(caller, CaseKind.subject(kind, id), claims, model);
        return "parts :: presence";
    }

    static void presence(Caller caller, SubjectId subject, Claims claims, Model model) {
        if (caller.kind() == Kind.AGENT) {
            claims.isHere(subject, caller.name());
            claims.keep(subject, caller.name());
        }
        Claims.Claim claim = claims.of(subject).orElse(null);
        model.addAttribute("claim", claim);
        model.addAttribute("mine", claim != null && claim.agent().equals(caller.name()));
        model.addAttribute("agent", caller.kind() == Kind.AGENT);
        model.addAttribute("others", claims.othersHere(subject, caller.name()));
        model.addAttribute("claims", "/desk/claims/" + CaseKind.path(subject));
    }

    // ---- news

    /**
     * Says how much has come to the queue since it was shown, and changes nothing under anybody's hands. What it says is
     * counted from there each time, so that who was cut off has missed nothing when he is back.
     */
    @GetMapping(path = "/desk/news", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void news(
            Reader reader,
            @RequestParam long since,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String marked,
            @RequestParam(required = false) @Nullable String party,
            Locale locale,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        Wanted wanted = wanted(kind, marked, party);
        if (!streams.tryAcquire()) {
            throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS);
        }
        try (FeedNews.Listener listener = news.listen(reader)) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.setHeader("X-Accel-Buffering", "no");
            OutputStream out = response.getOutputStream();
            long told = -1;
            long end = System.nanoTime() + STREAM.toNanos();
            while (news.goesOn() && System.nanoTime() < end) {
                long fresh = queue.putSince(reader, wanted, since);
                write(out, fresh == told ? ":\n\n" : "event: news\ndata: " + bar(fresh, locale) + "\n\n");
                told = fresh;
                if (listener.await(HEARTBEAT)) {
                    Thread.sleep(NOT_OFTENER_THAN);
                }
            }
        } catch (IOException _) {
            // whoever looked has gone
        } finally {
            streams.release();
        }
    }

    private static String bar(long fresh, Locale locale) {
        return fresh == 0
                ? ""
                : Objects.requireNonNull(PageConfiguration.WORDS.getMessage(
                        "desk.news", List.of(fresh).toArray(), locale));
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
