package io.redress.app.desk;

import io.redress.api.party.Role;
import io.redress.api.window.Obligation;
import io.redress.app.desk.ConformanceView.Duty;
import io.redress.app.desk.ConformanceView.Excluded;
import io.redress.app.desk.ConformanceView.Row;
import io.redress.app.desk.ConformanceView.Wanted;
import io.redress.command.window.Clauses;
import io.redress.command.window.Clauses.Sentence;
import io.redress.command.window.Obligations;
import io.redress.command.window.Terms;
import io.redress.query.BadQuestion;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.Texts;
import io.redress.query.Texts.Bilingual;
import io.redress.query.WindowView;
import io.redress.query.partyrecord.ConformanceQueries;
import io.redress.query.partyrecord.ConformanceQueries.Counts;
import io.redress.query.partyrecord.ConformanceQueries.Missing;
import io.redress.query.partyrecord.ConformanceQueries.MissingCount;
import io.redress.query.partyrecord.PartyRecordQueries.Part;
import io.redress.query.partyrecord.PartyRecordQueries.Which;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The conformance board: what chapter 6 asks for, clause by clause, and what becomes of it. Which windows rest on a clause
 * and which documents it wants are data; the figures are those of the records of punctuality, summed up.
 */
@Component
public class Conformance {
    private static final String CHAPTER = "6.";
    private static final String LIST = "/api/v1/conformance/windows";
    private static final String MISSING = "/api/v1/conformance/missing-documents";

    /** The figures by the filters of their lists, as names and values in turn. */
    private static final Map<String, List<String>> FILTERS = filters();

    private static Map<String, List<String>> filters() {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        filters.put("opened", List.of());
        filters.put("metInTime", List.of("outcome", "met"));
        filters.put("metLate", List.of("outcome", "met-late", "unheard", "false"));
        filters.put("lapsed", List.of("outcome", "lapsed", "unheard", "false"));
        filters.put("lapsedStillOwed", List.of("owed", "true", "unheard", "false"));
        filters.put("withdrawn", List.of("outcome", "withdrawn"));
        filters.put("open", List.of("outcome", "open"));
        filters.put("suspended", List.of("outcome", "suspended"));
        filters.put("rescinded", List.of("rescinded", "true"));
        filters.put("unheard", List.of("unheard", "true"));
        return filters;
    }

    /** What a clause wants to be said, by whom; an entry of a table that ships with the product. */
    private record Document(String clause, String what, List<Role> of) {}

    private final ConformanceQueries queries;
    private final Terms terms;
    private final InstantSource legalClock;
    private final List<Sentence> clauses = Clauses.shipped().all().stream()
            .filter(sentence -> sentence.clause().startsWith(CHAPTER))
            .toList();
    private final List<Document> documents = Obligations.rows("/standard/wanted-documents.v1.csv").stream()
            .map(row -> new Document(row.getField("clause"), row.getField("what"), roles(row.getField("of"))))
            .toList();

    Conformance(ConformanceQueries queries, Terms terms, @Qualifier("legalClock") InstantSource legalClock) {
        this.queries = queries;
        this.terms = terms;
        this.legalClock = legalClock;
    }

    private static List<Role> roles(String words) {
        List<String> names = List.of(words.split(" ", -1));
        return Arrays.stream(Role.values())
                .filter(role -> names.contains(role.word()))
                .toList();
    }

    private static List<String> words(List<Role> roles) {
        return roles.stream().map(Role::word).toList();
    }

    /** The clauses of chapter 6, in the order of the standard. */
    public List<String> clauses() {
        return clauses.stream().map(Sentence::clause).toList();
    }

    /** What documents are wanted. */
    List<String> wanted() {
        return documents.stream().map(Document::what).distinct().toList();
    }

    public ConformanceView read(Reader reader, Part part) {
        Map<Obligation, Counts> counted = queries.lines(reader, part).stream()
                .collect(Collectors.toMap(ConformanceQueries.Line::obligation, ConformanceQueries.Line::counts));
        List<MissingCount> missing = queries.missing(reader, legalClock.instant());
        Counts total = sum(counted.values().stream());
        return new ConformanceView(
                part.from(),
                part.to(),
                total,
                clauses.stream()
                        .map(sentence -> row(sentence, part, counted, missing))
                        .toList(),
                excluded(reader, part, total),
                sources(part));
    }

    private Row row(Sentence sentence, Part part, Map<Obligation, Counts> counted, List<MissingCount> missing) {
        String clause = sentence.clause();
        List<Duty> duties = resting(clause).stream()
                .map(obligation -> new Duty(
                        obligation,
                        Texts.word(obligation.id()),
                        words(terms.obligations().of(obligation).owedBy()),
                        counted.getOrDefault(obligation, Counts.NONE),
                        sources(part, "clause", clause, "obligation", obligation.id())))
                .toList();
        return new Row(
                clause,
                new Bilingual(sentence.en(), sentence.zh()),
                words(owners(clause)),
                sum(duties.stream().map(Duty::counts)),
                duties,
                documents.stream()
                        .filter(document -> document.clause().equals(clause))
                        .map(document -> new Wanted(
                                document.what(),
                                words(document.of()),
                                missing.stream()
                                        .filter(count -> count.what().equals(document.what())
                                                && document.of().contains(count.of()))
                                        .mapToLong(MissingCount::count)
                                        .sum(),
                                address(MISSING, List.of("clause", clause, "what", document.what()))))
                        .toList(),
                sources(part, "clause", clause));
    }

    private static Counts sum(Stream<Counts> counts) {
        return counts.reduce(Counts.NONE, Counts::and);
    }

    /** The duties that rest on a clause. */
    private List<Obligation> resting(String clause) {
        return Stream.of(Obligation.values())
                .filter(obligation -> Clauses.split(
                                terms.obligations().of(obligation).clause())
                        .contains(clause))
                .toList();
    }

    /** Sections 6.2 to 6.4 have a part for each of the three; what stands before them binds all. */
    private static List<Role> owners(String clause) {
        String part = clause.split(" ", -1)[0];
        if (part.startsWith("6.1")) {
            return List.of(Role.MERCHANT, Role.ROOM_OPERATOR, Role.PLATFORM);
        }
        return switch (part.substring(part.lastIndexOf('.') + 1)) {
            case "1" -> List.of(Role.ROOM_OPERATOR);
            case "2" -> List.of(Role.MERCHANT);
            default -> List.of(Role.PLATFORM);
        };
    }

    private List<Excluded> excluded(Reader reader, Part part, Counts total) {
        List<Excluded> excluded = new ArrayList<>();
        exclude("open", total.open(), part, excluded);
        exclude("suspended", total.suspended(), part, excluded);
        exclude("rescinded", total.rescinded(), part, excluded);
        exclude("unheard", total.unheard(), part, excluded);
        for (ConformanceQueries.Moot moot : queries.moot(reader, part)) {
            excluded.add(new Excluded(
                    "withdrawn",
                    moot.by(),
                    moot.count(),
                    moot.text(),
                    address(part, List.of("withdrawnBy", moot.by()))));
        }
        return excluded;
    }

    private static void exclude(String figure, long count, Part part, List<Excluded> excluded) {
        if (count > 0) {
            excluded.add(new Excluded(
                    figure,
                    null,
                    count,
                    ConformanceQueries.why(figure),
                    address(part, FILTERS.getOrDefault(figure, List.of()))));
        }
    }

    /**
     * For each figure the list of exactly what it counts.
     *
     * @param only names and values of filters in turn
     */
    static Map<String, String> sources(Part part, String... only) {
        Map<String, String> sources = new LinkedHashMap<>();
        FILTERS.forEach((figure, filters) -> sources.put(
                figure,
                address(part, Stream.concat(Stream.of(only), filters.stream()).toList())));
        return sources;
    }

    private static String address(Part part, List<String> filters) {
        List<String> all = new ArrayList<>(filters);
        if (part.from() != null) {
            all.addAll(List.of("from", part.from().toString()));
        }
        if (part.to() != null) {
            all.addAll(List.of("to", part.to().toString()));
        }
        return address(LIST, all);
    }

    /** @param filters names and values in turn */
    private static String address(String list, List<String> filters) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(list);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < filters.size(); i += 2) {
            address.queryParam(filters.get(i), "{" + filters.get(i) + "}");
            values.add(filters.get(i + 1));
        }
        return address.encode().buildAndExpand(values.toArray()).toUriString();
    }

    /**
     * The windows behind the figures of a row, in the order in which they opened.
     *
     * @param clause null for all duties, also those whose clauses stand elsewhere
     */
    public Page<WindowView> windows(
            Reader reader, @Nullable String clause, Part part, Which which, @Nullable String cursor, int limit) {
        List<Obligation> duties = clause == null ? List.of(Obligation.values()) : resting(clause);
        return duties.isEmpty()
                ? new Page<>(List.of(), null)
                : queries.windows(reader, duties, part, which, cursor, limit, legalClock.instant());
    }

    /** Who lacks a document that a clause wants. */
    public Page<Missing> missing(Reader reader, String clause, String what, @Nullable String cursor, int limit) {
        Instant now = legalClock.instant();
        List<Role> of = documents.stream()
                .filter(document ->
                        document.clause().equals(clause) && document.what().equals(what))
                .flatMap(document -> document.of().stream())
                .toList();
        if (of.isEmpty()) {
            throw new BadQuestion(
                    "what",
                    "one-of",
                    documents.stream()
                            .filter(document -> document.clause().equals(clause))
                            .map(Document::what)
                            .collect(Collectors.joining(", ")));
        }
        return queries.missing(reader, what, of, now, cursor, limit);
    }
}
