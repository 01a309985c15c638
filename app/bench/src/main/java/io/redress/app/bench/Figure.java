package io.redress.app.bench;

import java.util.Locale;

/** What is found, under the names that machines read. */
enum Figure {
    GATEWAY_NEW_PAUSED(Job.GATEWAY, "acts on new subjects / single-commit limit, at least 2.0"),
    GATEWAY_EXISTING_PAUSED(Job.GATEWAY, "acts on existing subjects / single-commit limit, at least 1.5"),
    GATEWAY_LIVE(Job.GATEWAY, "acts with every sheet keeping up / single-commit limit, at least 0.5"),
    GATEWAY_LIVE_VS_AXON(Job.AXON, "the same / plain Axon with its defaults, at least 5"),
    HTTP_LIVE(Job.HTTP, "acts over HTTP with every sheet keeping up / single-commit limit, at least 0.35"),
    HTTP_P99_HALF_RATE_MS(Job.HTTP, "99 of 100 acts take no longer, at half of that rate, at most 50"),
    LAPSES_STORED(Job.LAPSES, "lapses stored / single-commit limit, at least 0.75"),
    LAPSES_QUEUED(Job.LAPSES, "lapses visible in the queue / single-commit limit, at least 0.4"),
    LAPSES_VS_DBSCHEDULER(Job.LAPSES, "lapses stored / db-scheduler, at least 3"),
    STORM_P99_RATIO(Job.LAPSES, "p99 of other acts in the storm / calm, at most 3"),
    REBUILD_EVENTS_PER_SECOND(Job.REBUILD, "at least 20000"),
    GROWTH_COST(Job.GROWTH, "an act with much stored / with nothing stored, at most 1.15"),
    INTAKE_ORDERS_PER_SECOND(Job.INTAKE, "at least 8000"),
    START_SECONDS(Job.START, "with the AOT cache, at most 2.5");

    private final Job job;
    private final String goal;

    Figure(Job job, String goal) {
        this.job = job;
        this.goal = goal;
    }

    Job job() {
        return job;
    }

    String goal() {
        return goal;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
