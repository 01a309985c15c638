package io.redress.command.document;

import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Refusal.Reason;
import io.redress.command.rule.Rule;
import io.redress.command.window.ObligationTerms;
import io.redress.command.window.Terms;
import io.redress.command.window.WorkingCalendar;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the lengths of a document before it is published: all of them hold, or the document is refused whole. */
final class Bounds {
    private Bounds() {}

    /** The lengths of the document, or a refusal that names every offending row. */
    static Map<Obligation, Length> check(Map<String, String> windows, Layer layer, Terms terms) {
        Map<Obligation, Length> lengths = new EnumMap<>(Obligation.class);
        List<Reason> offending = new ArrayList<>();
        windows.forEach((id, text) -> {
            Reason reason = offence(id, text, layer, terms);
            if (reason == null) {
                lengths.put(Obligation.of(id), Length.parse(text));
            } else {
                offending.add(reason);
            }
        });
        if (!offending.isEmpty()) {
            throw new Refusal(offending);
        }
        return lengths;
    }

    private static @Nullable Reason offence(String id, String text, Layer layer, Terms terms) {
        String field = "windows/" + id;
        Obligation obligation = Obligation.find(id);
        if (obligation == null) {
            return new Reason(Rule.OBLIGATION_EXISTS, field, List.of(id));
        }
        ObligationTerms row = terms.obligations().of(obligation);
        if (!row.layers().contains(layer)) {
            return new Reason(Rule.DOCUMENT_MAY_SPEAK_FOR_IT, field, List.of(layer.word(), id));
        }
        Length length;
        try {
            length = Length.parse(text);
        } catch (IllegalArgumentException e) {
            return new Reason(Rule.LENGTH_IS_WELL_FORMED, field, List.of(text));
        }
        Length ceiling = row.ceiling();
        Length floor = row.floor();
        if ((ceiling != null && WorkingCalendar.compare(length, ceiling) > 0)
                || (floor != null && WorkingCalendar.compare(length, floor) < 0)) {
            Length bound = ceiling != null ? ceiling : floor;
            return new Reason(Rule.LENGTH_IS_WITHIN_BOUNDS, field, List.of(text, String.valueOf(bound)));
        }
        return null;
    }
}
