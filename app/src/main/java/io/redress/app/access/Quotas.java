package io.redress.app.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;

/**
 * Fair limits: each credential, and each address from which strangers ask, has a bucket of requests on each node. Every
 * answer says what is left; who has nothing left is told when to come back, before anything is done for it.
 */
@Component
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class Quotas extends OncePerRequestFilter {
    /** Buckets that are kept; beyond that the longest unused are forgotten, and begin full again. */
    private static final int BUCKETS_MAX = 100_000;

    private record Holder(Caller.Kind kind, String name) {}

    private final CurrentCaller current;
    /** Found when the first one is needed: filters are made while the server starts, and nothing else should be. */
    private final ObjectProvider<EarlyAnswers> answers;

    private final Map<Caller.Kind, Quota> quotas = new EnumMap<>(Caller.Kind.class);
    private final LoadingCache<Holder, Bucket> buckets;

    Quotas(
            CurrentCaller current,
            ObjectProvider<EarlyAnswers> answers,
            Environment environment,
            @Qualifier("operationalClock") InstantSource operationalClock) {
        this.current = current;
        this.answers = answers;
        Binder binder = Binder.get(environment);
        Duration longest = Duration.ZERO;
        for (Caller.Kind kind : Caller.Kind.values()) {
            Quota quota = binder.bind("redress.rate-limit." + kind.word(), Bindable.of(Quota.class))
                    .get();
            quotas.put(kind, quota);
            longest = quota.per().compareTo(longest) > 0 ? quota.per() : longest;
        }
        TimeMeter meter = meter(operationalClock);
        buckets = Caffeine.newBuilder()
                .maximumSize(BUCKETS_MAX)
                .expireAfterAccess(longest)
                .ticker(meter::currentTimeNanos)
                .build(holder -> bucket(quota(holder.kind()), meter));
    }

    private static TimeMeter meter(InstantSource clock) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                Instant now = clock.instant();
                return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    private static Bucket bucket(Quota quota, TimeMeter meter) {
        return Bucket.builder()
                .withCustomTimePrecision(meter)
                .addLimit(limit -> limit.capacity(quota.requests()).refillGreedy(quota.requests(), quota.per()))
                .build();
    }

    private Quota quota(Caller.Kind kind) {
        Quota quota = quotas.get(kind);
        if (quota == null) {
            throw new IllegalStateException("no quota for " + kind);
        }
        return quota;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (ApiAddress.is(request) || PageAddress.is(request)) {
            Caller caller = current.get();
            String name = caller.kind() == Caller.Kind.NOBODY ? request.getRemoteAddr() : caller.credential();
            if (!take(caller.kind(), name, response)) {
                answers.getObject()
                        .answer(request, response, new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS));
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /** Takes a request out of a bucket and says what is left in it; false when nothing was. */
    boolean take(Caller.Kind kind, String name, HttpServletResponse response) {
        Quota quota = quota(kind);
        ConsumptionProbe probe = buckets.get(new Holder(kind, name)).tryConsumeAndReturnRemaining(1);
        long per = quota.per().toSeconds();
        response.setHeader("RateLimit-Policy", "\"default\";q=%d;w=%d".formatted(quota.requests(), per));
        response.setHeader(
                "RateLimit",
                "\"default\";r=%d;t=%d".formatted(probe.getRemainingTokens(), seconds(probe.getNanosToWaitForReset())));
        if (!probe.isConsumed()) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, seconds(probe.getNanosToWaitForRefill()))));
        }
        return probe.isConsumed();
    }

    /** Whether strangers at this address have nothing left. */
    boolean isSpent(String address) {
        Bucket bucket = buckets.getIfPresent(new Holder(Caller.Kind.NOBODY, address));
        return bucket != null && bucket.getAvailableTokens() == 0;
    }

    private static long seconds(long nanos) {
        return Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    }
}
