package io.redress.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names what windows run on: {@code order/O1}, {@code return/R1}, {@code intervention/return/R1}, {@code plan/M1/L1}.
 *
 * <p>The text form is unique. The names inside the key of a plan or a statement are escaped ({@code %} and {@code /}),
 * because parties are whatever name is used; {@link #label()} shows them as they were given.
 */
public record SubjectId(Kind kind, String key) {
    /** What can have a history or windows of its own. */
    public enum Kind {
        ORDER,
        RETURN,
        COMPLAINT,
        INQUIRY,
        REPORT,
        PLAN,
        MECHANISM,
        RULES,
        /** What a party states about itself or about how it serves. */
        STATEMENT,
        /** Which days are off, as the State Council's notices say. */
        CALENDAR,
        /** The personal data of a case, whose history is apart from that of the case. */
        RECORD,
        /** Somebody who asked to be forgotten. */
        PERSON,
        /** The platform's intervention on a demand; it lives in the demand's own history. */
        INTERVENTION;

        /** The word in the text form. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final SubjectId PLATFORM_RULES = new SubjectId(Kind.RULES, "platform");
    private static final SubjectId CALENDAR = new SubjectId(Kind.CALENDAR, "cn");

    public static SubjectId order(String order) {
        return new SubjectId(Kind.ORDER, order);
    }

    public static SubjectId returnRequest(String returnId) {
        return new SubjectId(Kind.RETURN, returnId);
    }

    public static SubjectId complaint(String complaint) {
        return new SubjectId(Kind.COMPLAINT, complaint);
    }

    public static SubjectId inquiry(String inquiry) {
        return new SubjectId(Kind.INQUIRY, inquiry);
    }

    public static SubjectId report(String report) {
        return new SubjectId(Kind.REPORT, report);
    }

    /** The service plan that a merchant agreed for a room. */
    public static SubjectId plan(String merchant, String room) {
        return new SubjectId(Kind.PLAN, escape(merchant) + "/" + escape(room));
    }

    /** The emergency mechanism of a room operator. */
    public static SubjectId mechanism(String operator) {
        return new SubjectId(Kind.MECHANISM, operator);
    }

    /** The platform's own rules; one deployment serves one platform. */
    public static SubjectId rules() {
        return PLATFORM_RULES;
    }

    /** The calendar of days off by which all windows are counted. */
    public static SubjectId calendar() {
        return CALENDAR;
    }

    /**
     * What somebody states about something: {@code statement/staffing/merchant:M1/room:L1}. A room is stated by one
     * operator, whoever that is: {@code statement/room/L1}.
     *
     * @param kind the word for what is stated
     * @param by who states it
     * @param parties whom and which room it is about, with empty names where it names none
     * @param about what tells it from others of its kind: a session, an agreement; null where there is but one
     */
    public static SubjectId statement(String kind, Party by, Parties parties, @Nullable String about) {
        List<String> names = new ArrayList<>(List.of(kind));
        if (kind.equals("room")) {
            names.add(parties.room());
        } else {
            names.add(by.toString());
            Stream.of(Party.merchant(parties.merchant()), Party.roomOperator(parties.operator()))
                    .filter(other -> !other.name().isEmpty() && !other.equals(by))
                    .map(Party::toString)
                    .forEach(names::add);
            if (!parties.room().isEmpty()) {
                names.add("room:" + parties.room());
            }
        }
        if (about != null) {
            names.add(about);
        }
        return new SubjectId(
                Kind.STATEMENT, names.stream().map(SubjectId::escape).collect(Collectors.joining("/")));
    }

    /** The personal data of this case. */
    public SubjectId record() {
        return new SubjectId(Kind.RECORD, toString());
    }

    /** The case whose personal data this is. */
    public SubjectId recorded() {
        return kind == Kind.RECORD ? parse(key) : this;
    }

    /** A person in a role. */
    public static SubjectId person(Party party) {
        return new SubjectId(Kind.PERSON, party.toString());
    }

    /** The intervention on this demand. */
    public SubjectId intervention() {
        return new SubjectId(Kind.INTERVENTION, toString());
    }

    /** The subject in whose history a window of this subject stands: the demand, for an intervention. */
    public SubjectId owner() {
        return kind == Kind.INTERVENTION ? parse(key) : this;
    }

    /** Whether it is a case, in which people write and of which a record is kept. */
    public boolean isCase() {
        return switch (kind) {
            case ORDER, RETURN, COMPLAINT, INQUIRY, REPORT -> true;
            case PLAN, MECHANISM, RULES, STATEMENT, CALENDAR, RECORD, PERSON, INTERVENTION -> false;
        };
    }

    public boolean isDemand() {
        return kind == Kind.RETURN || kind == Kind.COMPLAINT;
    }

    /** Reads the text form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SubjectId parse(String text) {
        int slash = text.indexOf('/');
        if (slash > 0 && slash < text.length() - 1) {
            String word = text.substring(0, slash);
            for (Kind kind : Kind.values()) {
                if (kind.word().equals(word)) {
                    return new SubjectId(kind, text.substring(slash + 1));
                }
            }
        }
        throw new IllegalArgumentException("not a subject: " + text);
    }

    /** The text form with names as they were given, for people and for the ledger. */
    public String label() {
        return kind == Kind.PLAN || kind == Kind.STATEMENT
                ? kind.word() + "/" + key.replace("%2F", "/").replace("%25", "%")
                : toString();
    }

    private static String escape(String name) {
        return name.replace("%", "%25").replace("/", "%2F");
    }

    @JsonValue
    @Override
    public String toString() {
        return kind.word() + "/" + key;
    }
}
