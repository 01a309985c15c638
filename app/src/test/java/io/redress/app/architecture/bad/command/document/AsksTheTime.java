package io.redress.app.architecture.bad.command.document;

import java.time.Instant;
import java.util.function.Supplier;

class AsksTheTime {
    Supplier<Instant> time() {
        return Instant::now;
    }
}
