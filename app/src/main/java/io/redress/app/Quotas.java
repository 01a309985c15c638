package io.redress.app;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.redress.app.access.ApiAddress;
import io.redress.app.access.Caller;
import io.redress.app.access.CurrentCaller;
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
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Fair limits: each credential, and each address from which nobody in particular asks, has a bucket of requests on each
 * node. Every answer says what is left; who has nothing left is told when to come back, before anything is read.
 */
@Component
class Quotas extends OncePerRequestFilter implements HandlerInterceptor, WebMvcConfigurer {
    /** Buckets that are kept; beyond that the longest unused are forgotten, and begin full again. */
    private static final int BUCKETS_MAX = 100_000;

    private static final String SPENT = Quotas.class.getName() + ".spent";

    private record Holder(Caller.Kind kind, String name) {}

    private final CurrentCaller current;
    private final Map<Caller.Kind, Quota> quotas = new EnumMap<>(Caller.Kind.class);
    private final LoadingCache<Holder, Bucket> buckets;

    Quotas(
            CurrentCaller current,
            Environment environment,
            @Qualifier("operationalClock") InstantSource operationalClock) {
        this.current = current;
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
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**").order(Integer.MIN_VALUE);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (ApiAddress.is(request)) {
            Caller caller = current.get();
            boolean stranger = caller.kind() == Caller.Kind.NOBODY;
            Quota quota = quota(caller.kind());
            ConsumptionProbe probe = buckets.get(
                            new Holder(caller.kind(), stranger ? request.getRemoteAddr() : caller.credential()))
                    .tryConsumeAndReturnRemaining(1);
            long per = quota.per().toSeconds();
            response.setHeader("RateLimit-Policy", "\"default\";q=%d;w=%d".formatted(quota.requests(), per));
            response.setHeader(
                    "RateLimit",
                    "\"default\";r=%d;t=%d"
                            .formatted(probe.getRemainingTokens(), seconds(probe.getNanosToWaitForReset())));
            if (!probe.isConsumed()) {
                request.setAttribute(SPENT, true);
                response.setHeader(
                        HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, seconds(probe.getNanosToWaitForRefill()))));
            }
        }
        chain.doFilter(request, response);
    }

    private static long seconds(long nanos) {
        return Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    }

    /** Here the answer is a problem in the caller's language like any other. */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getAttribute(SPENT) != null) {
            throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS);
        }
        return true;
    }
}
