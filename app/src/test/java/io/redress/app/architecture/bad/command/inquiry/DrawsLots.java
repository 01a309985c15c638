package io.redress.app.architecture.bad.command.inquiry;

import java.util.concurrent.ThreadLocalRandom;

class DrawsLots {
    int lot() {
        return ThreadLocalRandom.current().nextInt();
    }
}
