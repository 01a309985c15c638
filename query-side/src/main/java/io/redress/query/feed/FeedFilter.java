package io.redress.query.feed;

import io.redress.api.EventTypes;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.query.Asked;
import io.redress.query.Question;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Of what the reader may know, what it wants to be told.
 *
 * @param types only these; none for all
 * @param ofCase only of this case
 * @param party only of cases in which it stands; the platform stands in all of them
 */
public record FeedFilter(
        List<String> types,
        @Nullable SubjectId ofCase,
        @Nullable Party party) {
    /** Where to begin for who has no cursor. */
    public enum From {
        BEGINNING,
        TAIL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public FeedFilter {
        types = List.copyOf(types);
    }

    /** Reads the parameters of a question. */
    public static FeedFilter of(@Nullable String types, @Nullable String ofCase, @Nullable String party) {
        List<String> words = Asked.ifAny("types", types, FeedFilter::types, "event-types");
        return new FeedFilter(
                words == null ? List.of() : words,
                Asked.ifAny("case", ofCase, SubjectId::parse, "subject"),
                Asked.party("party", party));
    }

    private static List<String> types(String text) {
        List<String> types = List.of(text.split(",", -1));
        if (!EventTypes.all().containsAll(types)) {
            throw new IllegalArgumentException();
        }
        return types;
    }

    /** The question has a WHERE already. */
    void limit(Question question) {
        if (!types.isEmpty()) {
            question.and(
                    "AND type IN (%s)".formatted(String.join(", ", Collections.nCopies(types.size(), "?"))),
                    types.toArray());
        }
        if (ofCase != null) {
            question.and("AND subject = ?", ofCase.toString());
        }
        question.inWhich(party, "");
    }
}
