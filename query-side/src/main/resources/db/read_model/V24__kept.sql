-- Until when the personal data of every case is kept.
CREATE TABLE read_model.kept_case (
    subject       text COLLATE "C" PRIMARY KEY,
    kind          text COLLATE "C" NOT NULL,
    consumer      text COLLATE "C" NOT NULL,
    merchant      text COLLATE "C" NOT NULL,
    operator      text COLLATE "C" NOT NULL,
    -- a demand on an order, without which that is not over
    order_subject text COLLATE "C",
    last_at       timestamptz      NOT NULL,
    over          boolean          NOT NULL,
    -- null while it is not over
    ends_at       timestamptz
);

-- What ends when, and which terms are over?
CREATE INDEX kept_case_by_end ON read_model.kept_case (ends_at, subject) WHERE ends_at IS NOT NULL;
CREATE INDEX kept_case_by_order ON read_model.kept_case (order_subject) WHERE order_subject IS NOT NULL;

-- What was done to it. No row here is made of the events of the case itself, which may be written before or after.
CREATE TABLE read_model.kept_record (
    subject        text COLLATE "C" PRIMARY KEY,
    held_since     timestamptz,
    forgotten_at   timestamptz,
    -- when the term had ended upon which it was forgotten
    forgotten_term timestamptz,
    forgotten_keys integer
);

-- Why it was kept beyond its term, and why it need not be any longer.
CREATE TABLE read_model.kept_hold (
    subject        text COLLATE "C" NOT NULL,
    position       bigint           NOT NULL,
    held_at        timestamptz      NOT NULL,
    -- sealed, both
    reason         text COLLATE "C" NOT NULL,
    lifted_at      timestamptz,
    lifted_because text COLLATE "C",
    PRIMARY KEY (subject, position)
);

-- Who at the desk asked to open it, and why; and who agreed, where somebody did.
CREATE TABLE read_model.kept_opening (
    subject   text COLLATE "C" NOT NULL,
    opening   integer          NOT NULL,
    asked_at  timestamptz      NOT NULL,
    agent     text COLLATE "C" NOT NULL,
    -- sealed
    reason    text COLLATE "C" NOT NULL,
    agreed_at timestamptz,
    agreed_by text COLLATE "C",
    until     timestamptz,
    PRIMARY KEY (subject, opening)
);

-- Who asked to be forgotten.
CREATE TABLE read_model.kept_person (
    person   text COLLATE "C" PRIMARY KEY,
    asked_at timestamptz      NOT NULL
);

-- To whom it was shown.
CREATE TABLE read_model.kept_reading (
    position bigint           PRIMARY KEY,
    subject  text COLLATE "C" NOT NULL,
    at       timestamptz      NOT NULL,
    by       text COLLATE "C" NOT NULL,
    agent    text COLLATE "C",
    opening  integer
);

CREATE INDEX kept_reading_by_case ON read_model.kept_reading (subject, position);
