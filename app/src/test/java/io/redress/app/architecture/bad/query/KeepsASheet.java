package io.redress.app.architecture.bad.query;

import io.redress.api.Event;
import org.axonframework.eventhandling.EventHandler;

class KeepsASheet {
    @EventHandler
    void on(Event event) {}
}
