package io.redress.app.architecture.bad.command.report;

import java.util.UUID;

class NamesThings {
    String name() {
        return UUID.randomUUID().toString();
    }
}
