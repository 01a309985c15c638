package io.redress.app.published;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redress.query.Asked;
import jakarta.servlet.http.HttpServletResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is published, for whoever comes by and for the caches on the way: readable for a person with a browser, and with
 * an ETag and the moment since which it has been so.
 */
@RestController
@RequestMapping(path = "/api/v1/published", produces = MediaType.APPLICATION_JSON_VALUE)
@CrossOrigin(
        methods = {RequestMethod.GET, RequestMethod.HEAD},
        exposedHeaders = {HttpHeaders.ETAG, HttpHeaders.LAST_MODIFIED, HttpHeaders.CONTENT_LANGUAGE})
final class PublishedHttp {
    /** A change is announced days ahead, so that a minute more does no harm. */
    private static final CacheControl FOR_A_MINUTE =
            CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic().mustRevalidate();

    private static final int PAGES_MAX = 2_000;

    /** A page as it was last seen, and since when it has been so. */
    private record Seen(String etag, Instant since) {}

    private final PublishedRules rules;
    private final JsonMapper json;
    private final InstantSource operationalClock;
    private final Cache<String, Seen> pages =
            Caffeine.newBuilder().maximumSize(PAGES_MAX).build();

    PublishedHttp(
            PublishedRules rules, JsonMapper json, @Qualifier("operationalClock") InstantSource operationalClock) {
        this.rules = rules;
        this.json = json.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
        this.operationalClock = operationalClock;
    }

    @GetMapping("/platform")
    @Nullable
    ResponseEntity<byte[]> platform(Locale locale, ServletWebRequest request) {
        return answer(rules.platform(locale), "", locale, request);
    }

    @GetMapping("/merchants/{merchant}")
    @Nullable
    ResponseEntity<byte[]> merchant(
            @PathVariable String merchant,
            @RequestParam(required = false) @Nullable String room,
            Locale locale,
            ServletWebRequest request) {
        Asked.name("merchant", merchant);
        Asked.name("room", room);
        return answer(rules.merchant(merchant, room, locale), "room=" + room, locale, request);
    }

    @GetMapping("/rooms/{room}")
    @Nullable
    ResponseEntity<byte[]> room(
            @PathVariable String room,
            @RequestParam(required = false) @Nullable String merchant,
            Locale locale,
            ServletWebRequest request) {
        Asked.name("room", room);
        Asked.name("merchant", merchant);
        return answer(rules.room(room, merchant, locale), "merchant=" + merchant, locale, request);
    }

    private @Nullable ResponseEntity<byte[]> answer(
            PublishedView view, String asked, Locale locale, ServletWebRequest request) {
        byte[] body = json.writeValueAsBytes(view);
        Seen seen = seen(view.of() + " " + asked + " " + locale, etag(body));
        HttpServletResponse response = request.getNativeResponse(HttpServletResponse.class);
        if (response != null) {
            // it takes the place of what holds for all other answers
            response.setHeader(HttpHeaders.CACHE_CONTROL, FOR_A_MINUTE.getHeaderValue());
        }
        if (request.checkNotModified(seen.etag(), seen.since().toEpochMilli())) {
            return null;
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_LANGUAGE, locale.toLanguageTag())
                .body(body);
    }

    private Seen seen(String page, String etag) {
        Instant now = operationalClock.instant().truncatedTo(ChronoUnit.SECONDS);
        return pages.asMap()
                .compute(
                        page,
                        (_, before) -> before != null && before.etag().equals(etag) ? before : new Seen(etag, now));
    }

    private static String etag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return "\"" + HexFormat.of().formatHex(digest, 0, 16) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
