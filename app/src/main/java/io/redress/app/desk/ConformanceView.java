package io.redress.app.desk;

import io.redress.api.window.Obligation;
import io.redress.query.Texts.Bilingual;
import io.redress.query.partyrecord.ConformanceQueries.Counts;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How all parties together keep to chapter 6, clause by clause.
 *
 * @param from the first day whose openings are counted, null for all
 * @param to the last one, null for all
 * @param total of all windows, each counted once
 * @param clauses one row each; what serves two clauses is counted in both rows
 * @param excluded what opened and says nothing of how time was kept, with why
 * @param sources for each figure of the total the list of exactly what it counts
 */
public record ConformanceView(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        Counts total,
        List<Row> clauses,
        List<Excluded> excluded,
        Map<String, String> sources) {

    /**
     * A clause.
     *
     * @param text the sentence of the standard; the English is a gloss
     * @param owedBy whose duty it is
     * @param counts of all windows that rest on it
     * @param duties the same by duty; empty where nothing in the clause has a window
     * @param documents that it wants, and how many lack them now
     * @param sources as in the view
     */
    public record Row(
            String clause,
            Bilingual text,
            List<String> owedBy,
            Counts counts,
            List<Duty> duties,
            List<Wanted> documents,
            Map<String, String> sources) {}

    /** A duty with a window. */
    public record Duty(
            Obligation obligation, Bilingual name, List<String> owedBy, Counts counts, Map<String, String> sources) {}

    /**
     * A document that a clause wants.
     *
     * @param missing of how many it is not there, now
     * @param href the list of these
     */
    public record Wanted(String what, List<String> of, long missing, String href) {}

    /** As in a record of punctuality. */
    public record Excluded(String reason, @Nullable String by, long count, Bilingual text, String href) {}
}
