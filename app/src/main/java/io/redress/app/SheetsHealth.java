package io.redress.app;

import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Says when sheets lack events that they could not take in. The service goes on: who asks whether it lives gets 200. */
@Component("sheetsHealthIndicator")
class SheetsHealth extends AbstractHealthIndicator {
    static final Status DEGRADED = new Status("DEGRADED", "sheets lack events that are parked");

    private final Sheets sheets;

    SheetsHealth(Sheets sheets) {
        super("the sheets could not be asked");
        this.sheets = sheets;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        Map<String, Long> parked = sheets.parkedBySheet();
        health.status(parked.isEmpty() ? Status.UP : DEGRADED).withDetail("parked", parked);
    }
}
