package io.redress.app.architecture.bad.command.clock;

import java.time.InstantSource;

class MakesItsOwnClock {
    InstantSource clock() {
        return InstantSource.system();
    }
}
