package io.redress.app.bench;

import java.util.Locale;

/** What can be measured alone. */
enum Job {
    LIMIT("what PostgreSQL can do with rows like our events"),
    GATEWAY("acts through the front door, sheets paused and live"),
    AXON("the same acts on plain Axon with its defaults"),
    HTTP("acts over HTTP: throughput, and latency at half of it"),
    LAPSES("windows that fall due in the same second"),
    REBUILD("every sheet replayed"),
    GROWTH("what an act costs when much is stored, and in a very long case"),
    INTAKE("orders by the thousand"),
    START("from the command to the first answer");

    private final String about;

    Job(String about) {
        this.about = about;
    }

    String about() {
        return about;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
