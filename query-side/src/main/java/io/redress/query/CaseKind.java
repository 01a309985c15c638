package io.redress.query;

import io.redress.api.SubjectId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.web.util.UriUtils;

/** The kinds of case that have a page of their own, as they stand in an address: {@code /cases/returns/R1}. */
public enum CaseKind {
    RETURNS(SubjectId.Kind.RETURN),
    COMPLAINTS(SubjectId.Kind.COMPLAINT),
    ORDERS(SubjectId.Kind.ORDER),
    INQUIRIES(SubjectId.Kind.INQUIRY),
    REPORTS(SubjectId.Kind.REPORT);

    private final SubjectId.Kind kind;

    CaseKind(SubjectId.Kind kind) {
        this.kind = kind;
    }

    /** The subject of this address; nothing is on any sheet under a word that names no kind. */
    public static SubjectId subject(String word, String id) {
        return of(word).map(known -> new SubjectId(known.kind, id))
                .orElseThrow(() -> new NotOnSheet("case", word + "/" + id));
    }

    /** What one of these is called, {@code return} of {@code returns}; a word that names no kind stays as it is. */
    public static String word(String address) {
        return of(address).map(known -> known.kind.word()).orElse(address);
    }

    /** How this case stands in an address: {@code returns/R1}, whatever its id holds. */
    public static String path(SubjectId subject) {
        CaseKind its = first(candidate -> candidate.kind == subject.kind()).orElseThrow();
        return its.address() + "/" + UriUtils.encode(subject.key(), StandardCharsets.UTF_8);
    }

    private static Optional<CaseKind> of(String word) {
        return first(candidate -> candidate.address().equals(word));
    }

    private static Optional<CaseKind> first(Predicate<CaseKind> wanted) {
        return Arrays.stream(values()).filter(wanted).findFirst();
    }

    private String address() {
        return name().toLowerCase(Locale.ROOT);
    }
}
