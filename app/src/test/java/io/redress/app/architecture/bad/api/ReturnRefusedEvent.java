package io.redress.app.architecture.bad.api;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

record ReturnRefusedEvent(SubjectId subject, Instant at, Party by, List<Change> changes) implements Event {}
