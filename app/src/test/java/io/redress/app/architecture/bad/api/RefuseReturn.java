package io.redress.app.architecture.bad.api;

import io.redress.api.Act;
import io.redress.api.SubjectId;
import java.time.Instant;

class RefuseReturn implements Act {
    @Override
    public SubjectId subject() {
        return SubjectId.rules();
    }

    @Override
    public Instant at() {
        return Instant.EPOCH;
    }
}
