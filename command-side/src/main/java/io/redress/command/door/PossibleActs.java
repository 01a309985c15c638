package io.redress.command.door;

import io.redress.api.CorrectFact;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What may be done in a case now: on an order, a demand, an inquiry or a report. Nothing here knows a rule: every act, in every way to fill it in, is tried on a
 * private copy of the subject, and what is not refused is possible. So the answer cannot differ from what the rules
 * accept, however the rules change.
 */
public final class PossibleActs {
    private final ActReader reader;
    private final Rehearsal rehearsal;
    private final Terms terms;
    private final TransactionOperations snapshot;
    private final Map<SubjectId.Kind, List<ActForm>> forms = new ConcurrentHashMap<>();

    /**
     * @param snapshot in which all histories are read as they stood at one moment
     */
    public PossibleActs(ActReader reader, Rehearsal rehearsal, Terms terms, TransactionOperations snapshot) {
        this.reader = reader;
        this.rehearsal = rehearsal;
        this.terms = terms;
        this.snapshot = snapshot;
    }

    /**
     * The answer.
     *
     * @param parties who they are; names that are not known are empty
     * @param acts in the order in which a case goes
     */
    public record Answer(SubjectId subject, Instant at, Parties parties, List<PossibleAct> acts) {}

    /**
     * What may be done, by whomever it may be done.
     *
     * @param agent whoever asks, when an agent of the platform does: acts that name one are then tried with this name
     */
    public Answer on(SubjectId subject, Instant at, @Nullable String agent) {
        return Objects.requireNonNull(snapshot.execute(_ ->
                rehearsal.on(() -> new Rehearsing(rehearsal, reader, terms, subject, agent)
                        .answer(at, forms.computeIfAbsent(subject.kind(), this::forms)))));
    }

    private List<ActForm> forms(SubjectId.Kind about) {
        return reader.acts().stream()
                .flatMap(act -> reader.forms(act, about).stream())
                .filter(form -> form.type() != CorrectFact.class) // a mistake is no step of a case
                .toList();
    }

    static Refusal unknown(SubjectId subject) {
        return Refusal.ofField(Rule.SUBJECT_IS_KNOWN, subject.kind().word(), subject.key());
    }
}
