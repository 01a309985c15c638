-- What a case is about and how it stands.
CREATE TABLE read_model.case_file (
    subject          text COLLATE "C" PRIMARY KEY,
    consumer         text COLLATE "C" NOT NULL,
    merchant         text COLLATE "C" NOT NULL,
    operator         text COLLATE "C" NOT NULL,
    room             text COLLATE "C" NOT NULL,
    respondent       text COLLATE "C",
    serious          boolean          NOT NULL,
    amount_fen       bigint           NOT NULL,
    paid_back_fen    bigint           NOT NULL DEFAULT 0,
    -- of the last event whose amount is in paid_back_fen, so that it is added once however often it comes
    paid_back_position bigint NOT NULL DEFAULT -1,
    about            json             NOT NULL,
    begun_at         timestamptz      NOT NULL,
    state            text COLLATE "C" NOT NULL,
    ending           text COLLATE "C",
    reopenable_until timestamptz,
    intervention     text COLLATE "C" NOT NULL,
    decision         json,
    appeal           json
);

-- A decision that waits for a second person; for the desk alone, and so beside the file.
CREATE TABLE read_model.case_file_undecided (
    subject  text COLLATE "C" PRIMARY KEY,
    decision json             NOT NULL
);

-- What happened, in order. Plain json, not jsonb: it keeps the order of the facts and every character in them.
CREATE TABLE read_model.case_file_entry (
    subject       text COLLATE "C" NOT NULL,
    position      bigint           NOT NULL,
    at            timestamptz      NOT NULL,
    event         text COLLATE "C" NOT NULL,
    by            text COLLATE "C" NOT NULL,
    lapsed_due_at timestamptz,
    facts         json             NOT NULL,
    changes       json             NOT NULL,
    caller        text COLLATE "C",
    PRIMARY KEY (subject, position)
);

-- What parties wrote to each other; at the desk it is read by stage, and so kept beside the entry.
CREATE TABLE read_model.case_file_message (
    subject  text COLLATE "C" NOT NULL,
    position bigint           NOT NULL,
    text     text             NOT NULL,
    PRIMARY KEY (subject, position)
);

CREATE TABLE read_model.case_file_window (
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
    PRIMARY KEY (subject, obligation, owed_by, number)
);

-- Which windows belong to this case?
CREATE INDEX case_file_window_by_case
    ON read_model.case_file_window (owner, opened_position, opened_index);
