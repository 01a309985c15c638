package io.redress.app;

import io.redress.api.KeptTime;
import io.redress.command.clock.SandboxClock;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The sandbox's clock; it does not exist in production. */
@RestController
@RequestMapping("/api/v1/sandbox/clock")
@ConditionalOnProperty(name = "redress.sandbox", havingValue = "true")
class SandboxHttp {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Duration ADVANCE_MAX = Duration.ofDays(366);

    private final SandboxClock clock;

    SandboxHttp(SandboxClock clock) {
        this.clock = clock;
    }

    /** Legal time as it stands. */
    record Now(OffsetDateTime now) {}

    @GetMapping
    Now now() {
        return new Now(clock.instant().atZone(ZONE).toOffsetDateTime());
    }

    /** Moves legal time, {@code by} a duration such as PT48H or {@code to} an instant; every due instant is visited. */
    @PostMapping("/advance")
    Now advance(@RequestBody Map<String, Object> body) {
        Instant now = clock.instant();
        Instant target = target(body, now);
        if (!KeptTime.holds(target)) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, body.containsKey("by") ? "by" : "to", "expects.kept-instant");
        }
        if (target.isAfter(now.plus(ADVANCE_MAX))) {
            throw Refusal.ofField(
                    Rule.FIELD_ILL_FORMED,
                    body.get("by") == null ? "to" : "by",
                    "expects.at-most-days-ahead",
                    Long.toString(ADVANCE_MAX.toDays()));
        }
        clock.advanceTo(target);
        return now();
    }

    private static Instant target(Map<String, Object> body, Instant now) {
        Object by = body.get("by");
        Object to = body.get("to");
        List<Refusal.Reason> unknown = Refusal.ofUnknown(
                "", body.keySet().stream().filter(field -> !field.equals("by") && !field.equals("to")));
        if (!unknown.isEmpty()) {
            throw new Refusal(unknown);
        }
        if (by != null && to != null) {
            throw Refusal.ofField(Rule.ONE_OF_IS_NAMED, "to");
        }
        if (by == null && to == null) {
            throw Refusal.ofField(Rule.FIELD_MISSING, "by");
        }
        try {
            if (by instanceof String duration) {
                return now.plus(Duration.parse(duration));
            }
            if (to instanceof String instant) {
                return OffsetDateTime.parse(instant).toInstant();
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw notATime(by);
        }
        throw notATime(by);
    }

    private static Refusal notATime(@Nullable Object by) {
        return Refusal.ofField(Rule.FIELD_ILL_FORMED, by == null ? "to" : "by", "expects.duration-or-instant");
    }
}
