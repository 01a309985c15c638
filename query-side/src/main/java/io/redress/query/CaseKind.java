package io.redress.query;

import io.redress.api.SubjectId;
import java.util.Locale;

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
        for (CaseKind candidate : values()) {
            if (candidate.name().toLowerCase(Locale.ROOT).equals(word)) {
                return new SubjectId(candidate.kind, id);
            }
        }
        throw new NotOnSheet(word, id);
    }
}
