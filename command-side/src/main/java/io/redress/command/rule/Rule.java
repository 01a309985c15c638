package io.redress.command.rule;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every rule that can refuse an act. The code is stable; the text that people read stands in
 * {@code refusals_en.properties} and {@code refusals_zh.properties}. A code names the rule that was not kept: who hears
 * {@code demand-is-open} is told that the demand is not open.
 */
public enum Rule {
    // what was asked is not well-formed
    FIELD_MISSING,
    FIELD_ILL_FORMED,
    FIELD_IS_KNOWN,
    ONE_OF_IS_NAMED,
    PARAMETER_IS_KNOWN,
    ACT_IS_KNOWN,
    SUBJECT_IS_KNOWN,
    ID_IS_FREE,
    // time
    ACT_IS_NOT_IN_THE_FUTURE,
    FACT_FOLLOWS_WHAT_IT_BUILDS_ON,
    FACT_IS_ON_RECORD,
    NOTHING_BUILDS_ON_THE_FACT,
    CLOCK_MOVES_FORWARD,
    CALENDAR_IS_KNOWN("6.1.4"),
    // orders
    PAID_WHEN_REGISTERED("5.5.2.4"),
    AGREED_SHIP_DATE_IS_AFTER_PAYMENT("5.5.2.4"),
    ORDER_IS_DOMESTIC("1"),
    ORDER_IS_NOT_CANCELLED("6.4.2 b"),
    LINE_IS_LEFT_TO_SHIP("6.4.3 b"),
    EVERY_LINE_IS_SHIPPED("6.4.2 c"),
    ORDER_IS_DELIVERED_ONCE("6.4.2 c"),
    ROOM_HAS_AN_OPERATOR_OF_ITS_OWN("6.4.1 a"),
    // returns
    LINE_IS_IN_THE_ORDER("6.4.2 c"),
    LINE_IS_IN_NO_OTHER_REQUEST("6.4.2 c"),
    GOODS_WERE_DELIVERED("6.4.2 c"),
    LINE_CARRIES_THE_NO_REASON_RIGHT("6.4.2 c"),
    NO_REASON_RETURN_IS_ASKED_INSIDE_ITS_WINDOW("6.4.2 c"),
    GOODS_WERE_SENT_BACK("6.4.2 c"),
    GOODS_COME_BACK_ONCE("6.4.2 c"),
    // demands
    DEMAND_IS_OPEN("6.4.3 d"),
    DUTY_IS_OWED("6.4.3 d"),
    WINDOW_IS_STILL_OPEN("6.4.3 d"),
    NO_OFFER_IS_OPEN("6.4.2 d"),
    OFFER_IS_OPEN("6.4.2 d"),
    OFFER_COMES_FROM_THE_RESPONDENT("6.4.2 d"),
    DEMAND_REOPENS_ONCE("6.4.2 d"),
    DEMAND_CLOSED_UNANSWERED("6.4.2 d"),
    REOPENED_INSIDE_SEVEN_DAYS("6.4.2 d"),
    DISCLOSURE_IS_ASKED_ONCE("6.4.3 d"),
    DEMAND_IS_OVER("6.4.3 a"),
    PARTY_IS_RATED_ONCE("6.4.3 a"),
    DESK_WRITES_ONCE_IT_STEPPED_IN("6.4.3 d"),
    // money that is paid back
    AMOUNT_IS_OF_AN_ORDER("6.4.2 d"),
    AMOUNT_IS_NOT_MORE_THAN_WAS_PAID("6.4.2 c"),
    REFUND_PAYS_ALL_THAT_IS_LEFT("6.4.2 c"),
    SIGNATURES_NAME_ONE_AMOUNT("6.4.2 f"),
    SETTLEMENT_PAYS_WHAT_WAS_AGREED("6.4.2 b"),
    AMOUNT_IS_ORDERED_OF_SOMEBODY("6.4.3 d"),
    DECISION_PAYS_WHAT_WAS_ORDERED("6.4.3 d"),
    // complaints
    PARTIES_ARE_THOSE_OF_THE_ORDER("6.4.2 d"),
    COMPLAINT_IS_NOT_SERIOUS("6.4.2 f"),
    COMPLAINT_IS_REDIRECTED_ONCE("6.4.2 e"),
    COMPLAINT_GOES_TO_THE_OTHER_PARTY("6.4.2 e"),
    SOLUTION_IS_NOT_ACCEPTED_YET("6.4.2 f"),
    // interventions
    INTERVENTION_IS_OPEN("6.4.3 d"),
    NO_INTERVENTION_IS_OPEN("6.4.3 d"),
    CASE_IS_TAKEN_UP("6.4.3 d"),
    CASE_IS_UNDECIDED("6.4.3 d"),
    DEMAND_IS_NOT_PERFORMED_YET("6.4.3 d"),
    EVIDENCE_IS_ASKED_OF_SOMEBODY_NEW("6.4.3 d"),
    APPRAISAL_RUNS("6.4.3 d"),
    NO_APPRAISAL_RUNS("6.4.3 d"),
    DECISION_ORDERS_SOMEBODY("6.4.3 d"),
    DECISION_IS_PROPOSED("6.4.3 d"),
    SECOND_PERSON_IS_ANOTHER_AGENT("6.4.3 d"),
    SECOND_PERSON_HAS_ANOTHER_CREDENTIAL("6.4.3 d"),
    ONE_APPEAL_PER_CASE("6.1.2"),
    APPEAL_GOES_TO_ANOTHER_AGENT("6.1.2"),
    AGENT_IS_IMPARTIAL("6.1.2"),
    AGENT_ACTS_UNDER_ITS_OWN_NAME("6.1.2"),
    // documents
    LENGTH_IS_WELL_FORMED("6.1.4"),
    OBLIGATION_EXISTS("6.1.4"),
    DOCUMENT_MAY_SPEAK_FOR_IT("6.2.2 a"),
    LENGTH_IS_WITHIN_BOUNDS("6.1.4"),
    ADJUSTMENT_IS_ASKED_ONCE("6.4.1 f"),
    EFFECT_BEGINS_NO_EARLIER_THAN_THE_ACT("6.1.4"),
    RULES_ARE_ANNOUNCED_BEFORE_THEY_CHANGE("6.1.4"),
    PLAN_PROPOSAL_WAITS("6.2.2 a"),
    PLAN_PROPOSAL_IS_THE_ONE_THAT_WAS_READ("6.2.2 a"),
    PLAN_WAS_PROPOSED_TO_THIS_OPERATOR("6.2.2 a"),
    PLAN_IS_AGREED_WITH_WHO_RUNS_THE_ROOM("6.2.2 a"),
    // statements
    STATEMENT_KIND_IS_KNOWN("6.1.4"),
    STATEMENT_COMES_FROM_WHOM_IT_BINDS("6.1.4"),
    STATEMENT_NAMES_WHAT_ITS_KIND_NAMES("6.1.4"),
    STATEMENT_SAYS_WHAT_ITS_KIND_ASKS("6.1.4"),
    ROOM_HAS_ONE_OPERATOR("6.1.3"),
    // files of evidence
    FILE_TYPE_IS_TAKEN("6.4.3 d"),
    FILE_IS_OF_THE_TYPE_IT_SAYS("6.4.3 d"),
    FILE_IS_NOT_TOO_LARGE("6.4.3 d"),
    FILE_IS_WHOLE("6.4.3 d"),
    FILE_HIDES_NOTHING("6.4.3 d"),
    FILE_UNPACKS_TO_SOMETHING_SENSIBLE("6.4.3 d"),
    PICTURE_HAS_NOT_TOO_MANY_PIXELS("6.4.3 d"),
    UPLOAD_GOES_ON_WHERE_IT_STANDS("6.4.3 d"),
    UPLOAD_BRINGS_WHAT_IT_ANNOUNCED("6.4.3 d"),
    DRAFTS_ARE_FEW("6.4.3 d"),
    ROOM_IS_LEFT_FOR_FILES("6.4.3 d"),
    FILE_SUPERSEDES_ONE_OF_ITS_PARTY("6.4.3 d"),
    FILE_IS_STAGED("6.4.3 d"),
    // personal data
    RECORD_IS_NOT_HELD("5.6.2.7"),
    RECORD_IS_HELD("5.6.2.7"),
    OPENING_IS_ASKED("5.6.2.7"),
    OPENING_IS_THE_LAST_ASKED("5.6.2.7"),
    OPENING_IS_AGREED_TO_BY_ANOTHER("5.6.2.7"),
    OPENING_HAS_ANOTHER_CREDENTIAL("5.6.2.7"),
    PERSONAL_DATA_IS_OPEN("5.6.2.7"),
    // the calendar
    NOTICE_IS_OF_THIS_YEAR_OR_THE_NEXT("6.1.4"),
    NOTICE_IS_ISSUED_BEFORE_IT_IS_LOADED("6.1.4"),
    NOTICE_SPEAKS_OF_ITS_YEAR("6.1.4"),
    NOTICE_NAMES_A_DAY_ONCE("6.1.4"),
    MADE_UP_IS_ON_A_WEEKEND("6.1.4"),
    // extensions
    LENGTH_MAY_BE_AGREED("6.4.2 d"),
    PROPOSAL_COMES_FROM_THE_OWNER("6.4.2 d"),
    PROPOSAL_IS_LATER("6.4.2 d"),
    PROPOSAL_STAYS_UNDER_THE_CEILING("6.4.2 d"),
    ONE_PROPOSAL_AT_A_TIME("6.4.2 d"),
    PROPOSAL_IS_PENDING("6.4.2 d"),
    // who asks
    HOLDER_HAS_TWO_KEYS_AT_MOST,
    // who is told
    PARTY_HAS_TEN_ENDPOINTS_AT_MOST,
    ENDPOINT_IS_ENABLED,
    DELIVERY_IS_NOT_SUPERSEDED,
    // callbacks
    EARLIER_CALLBACKS_HAVE_COME,
    CALLBACK_ID_MEANS_ONE_CALLBACK,
    FEW_CALLBACKS_WAIT,
    // the same act, asked again, or on what is no longer so
    IDEMPOTENCY_KEY_IS_GIVEN,
    IDEMPOTENCY_KEY_MEANS_ONE_ACT,
    REQUEST_IS_NOT_UNDER_WAY,
    NOTHING_HAPPENED_SINCE,
    SUBJECT_IS_NOT_BUSY;

    private final @Nullable String clause;

    /** A rule of this service, on which the standard is silent. */
    Rule() {
        this(null);
    }

    Rule(@Nullable String clause) {
        this.clause = clause;
    }

    /** The stable code, for example {@code line-is-left-to-ship}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The clause of DB4401/T 171-2022 that the rule serves; null for what only the service itself asks. */
    public @Nullable String clause() {
        return clause;
    }
}
