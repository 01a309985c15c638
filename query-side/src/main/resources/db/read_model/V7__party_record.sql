-- Every window ever opened, with what a record needs besides: whether a lapsed duty is owed still, and how long the
-- window stood still.
CREATE TABLE read_model.party_record_window (
    subject          text COLLATE "C" NOT NULL,
    label            text COLLATE "C" NOT NULL,
    owner            text COLLATE "C" NOT NULL,
    obligation       text COLLATE "C" NOT NULL,
    owed_by          text COLLATE "C" NOT NULL,
    number           integer          NOT NULL,
    opened_at        timestamptz      NOT NULL,
    opened_position  bigint           NOT NULL,
    opened_index     integer          NOT NULL,
    due_at           timestamptz      NOT NULL,
    outcome          text COLLATE "C" NOT NULL,
    closed_at        timestamptz,
    lapsed           boolean          NOT NULL,
    rescinded        boolean          NOT NULL DEFAULT false,
    -- we had told its owner nothing of it when it lapsed
    unheard          boolean          NOT NULL DEFAULT false,
    layer            text COLLATE "C" NOT NULL,
    document         text COLLATE "C",
    document_version integer,
    length           text COLLATE "C",
    clause           text COLLATE "C" NOT NULL,
    provisional      boolean          NOT NULL,
    suspended_at     timestamptz,
    proposed_due_at  timestamptz,
    -- it lapsed and nothing took the duty away; it is owed while its subject is not over
    undone           boolean          NOT NULL DEFAULT false,
    over             boolean          NOT NULL DEFAULT false,
    stood_micros     bigint           NOT NULL DEFAULT 0,
    -- what made it moot, as a word of the event feed
    withdrawn_by     text COLLATE "C",
    PRIMARY KEY (subject, obligation, owed_by, number)
);

-- What did this party owe, from when on?
CREATE INDEX party_record_window_by_party
    ON read_model.party_record_window (owed_by, opened_at, opened_position, opened_index);

-- What does this party owe still, although it lapsed?
CREATE INDEX party_record_window_owed_still
    ON read_model.party_record_window (owed_by, due_at) WHERE outcome = 'lapsed' AND undone AND NOT over;

-- Who stands in a demand; the operator of a self-run room is the merchant, who stands there once.
CREATE TABLE read_model.party_record_case (
    subject    text COLLATE "C" PRIMARY KEY,
    consumer   text COLLATE "C" NOT NULL,
    merchant   text COLLATE "C" NOT NULL,
    operator   text COLLATE "C",
    room       text COLLATE "C" NOT NULL,
    respondent text COLLATE "C" NOT NULL
);

CREATE INDEX party_record_case_by_consumer ON read_model.party_record_case (consumer);
CREATE INDEX party_record_case_by_merchant ON read_model.party_record_case (merchant);
CREATE INDEX party_record_case_by_operator ON read_model.party_record_case (operator);

-- Every intervention of the platform; a demand that was reopened may have a second one.
CREATE TABLE read_model.party_record_intervention (
    case_subject    text COLLATE "C" NOT NULL,
    opened_position bigint           NOT NULL,
    opened_at       timestamptz      NOT NULL,
    outcome         text COLLATE "C" NOT NULL,
    ordered         text COLLATE "C",
    ended_at        timestamptz,
    PRIMARY KEY (case_subject, opened_position)
);

CREATE INDEX party_record_intervention_by_opening
    ON read_model.party_record_intervention (opened_at, opened_position);

-- What consumers said of a party when a case was over; each case once.
CREATE TABLE read_model.party_record_rating (
    case_subject   text COLLATE "C" NOT NULL,
    rated          text COLLATE "C" NOT NULL,
    rated_at       timestamptz      NOT NULL,
    rated_position bigint           NOT NULL,
    stars          integer          NOT NULL,
    comment        text,
    PRIMARY KEY (case_subject, rated)
);

-- What was said of this party, from when on?
CREATE INDEX party_record_rating_by_party ON read_model.party_record_rating (rated, rated_at, rated_position);
