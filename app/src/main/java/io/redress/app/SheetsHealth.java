package io.redress.app;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Says when events are parked that a sheet could not take in, or that nobody could be told of. The service goes on: who
 * asks whether it lives gets 200.
 */
@Component("sheetsHealthIndicator")
class SheetsHealth extends AbstractHealthIndicator {
    static final Status DEGRADED = new Status("DEGRADED", "sheets lack events that are parked");

    private final Sheets sheets;
    private final Telling telling;

    SheetsHealth(Sheets sheets, Telling telling) {
        super("the sheets could not be asked");
        this.sheets = sheets;
        this.telling = telling;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        Map<String, Long> parked = new TreeMap<>(sheets.parkedBySheet());
        parked.putAll(telling.parked());
        health.status(parked.isEmpty() ? Status.UP : DEGRADED).withDetail("parked", parked);
    }
}
