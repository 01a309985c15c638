-- Every window ever opened. Texts compare by code point, as the ledger of a scenario sorts them.
CREATE TABLE read_model.window_board (
    subject          text COLLATE "C" NOT NULL,
    label            text COLLATE "C" NOT NULL,
    owner            text COLLATE "C" NOT NULL,
    consumer         text COLLATE "C" NOT NULL,
    merchant         text COLLATE "C" NOT NULL,
    operator         text COLLATE "C" NOT NULL,
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

-- Who has a part in what windows run on; copied into each window, so that nobody's board reads the others'.
CREATE TABLE read_model.board_case (
    subject  text COLLATE "C" PRIMARY KEY,
    consumer text COLLATE "C" NOT NULL,
    merchant text COLLATE "C" NOT NULL,
    operator text COLLATE "C" NOT NULL
);

-- Which windows run, soonest first?
CREATE INDEX window_board_by_due_at
    ON read_model.window_board (due_at, subject, obligation, owed_by, number) WHERE closed_at IS NULL;

-- Which of them does this party owe?
CREATE INDEX window_board_by_owner
    ON read_model.window_board (owed_by, due_at, subject, obligation, number) WHERE closed_at IS NULL;

-- Which run in cases in which this party has a part?
CREATE INDEX window_board_by_consumer ON read_model.window_board
    (consumer, due_at, subject, obligation, owed_by, number) WHERE closed_at IS NULL AND consumer <> '';
CREATE INDEX window_board_by_merchant ON read_model.window_board
    (merchant, due_at, subject, obligation, owed_by, number) WHERE closed_at IS NULL;
CREATE INDEX window_board_by_operator ON read_model.window_board
    (operator, due_at, subject, obligation, owed_by, number) WHERE closed_at IS NULL AND operator <> merchant;
-- The same of those that are closed.
CREATE INDEX window_board_closed_by_due_at
    ON read_model.window_board (due_at, subject, obligation, owed_by, number) WHERE closed_at IS NOT NULL;

CREATE INDEX window_board_closed_by_owner
    ON read_model.window_board (owed_by, due_at, subject, obligation, number) WHERE closed_at IS NOT NULL;

-- What runs, or ran, in this case?
CREATE INDEX window_board_by_case
    ON read_model.window_board (owner, opened_position, opened_index);
