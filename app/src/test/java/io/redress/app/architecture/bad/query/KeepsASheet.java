package io.redress.app.architecture.bad.query;

import io.redress.api.Event;
import org.axonframework.eventhandling.EventHandler;

class ForgetsToReset {
    @EventHandler
    void on(Event event) {}
}
