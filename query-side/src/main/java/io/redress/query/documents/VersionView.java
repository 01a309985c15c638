package io.redress.query.documents;

import io.redress.api.party.Party;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A version of a document.
 *
 * @param number counted from 1 for each document
 * @param effectiveUntil when a later version takes its place; null while none is known
 * @param agreedBy the room operator that agreed to a service plan
 * @param proposal the number of the proposal that it was, null when it was agreed elsewhere
 * @param autoUrge of platform rules: whether the platform urges late shipments by itself
 * @param secondPersonAboveFen of platform rules: above which amount a second person confirms a decision; null for never
 * @param replaces the number of the version whose place it takes, null when there was none
 */
public record VersionView(
        int number,
        VersionState state,
        OffsetDateTime publishedAt,
        Party publishedBy,
        OffsetDateTime effectiveAt,
        @Nullable OffsetDateTime effectiveUntil,
        @Nullable String agreedBy,
        @Nullable Integer proposal,
        @Nullable Boolean autoUrge,
        @Nullable Long secondPersonAboveFen,
        @Nullable Integer replaces,
        List<LengthView> windows) {

    /**
     * What it says about one obligation.
     *
     * @param length null where it no longer says anything: the next layer speaks again
     * @param replaced what the version before said, null where it said nothing
     */
    public record LengthView(
            Obligation obligation,
            @Nullable String length,
            @Nullable String replaced) {}

    /** The lengths of a version beside those that it replaces. */
    static List<LengthView> compare(Map<Obligation, Length> now, Map<Obligation, Length> before) {
        TreeSet<Obligation> named = new TreeSet<>(now.keySet());
        named.addAll(before.keySet());
        List<LengthView> rows = new ArrayList<>();
        for (Obligation obligation : named) {
            rows.add(new LengthView(obligation, text(now.get(obligation)), text(before.get(obligation))));
        }
        return List.copyOf(rows);
    }

    private static @Nullable String text(@Nullable Length length) {
        return length == null ? null : length.text();
    }
}
