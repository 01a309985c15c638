-- What the system of a merchant or a room operator calls a case, and how far its callbacks about it were taken.
CREATE TABLE outbox.callback_ticket (
    -- as role:name
    party   TEXT COLLATE "C" NOT NULL,
    -- the case
    subject TEXT COLLATE "C" NOT NULL,
    -- of the last callback that was taken, whether it was applied or refused
    version BIGINT           NOT NULL DEFAULT 0,
    -- its number there
    ticket  TEXT,
    PRIMARY KEY (party, subject)
);

-- One row a callback, kept as long as the personal data of its case: so long the same one is not applied twice. All times
-- are on the operational clock.
CREATE TABLE outbox.callback (
    position    BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE,
    party       TEXT COLLATE "C" NOT NULL,
    -- the webhook-id, which its sender chose
    id          TEXT COLLATE "C" NOT NULL,
    endpoint    TEXT COLLATE "C" NOT NULL REFERENCES outbox.endpoint,
    subject     TEXT COLLATE "C" NOT NULL,
    version     BIGINT           NOT NULL CHECK (version > 0),
    state       TEXT             NOT NULL CHECK (state IN ('held', 'applied', 'refused', 'superseded', 'expired')),
    received_at TIMESTAMPTZ      NOT NULL,
    -- until when it waits for those before it
    held_until  TIMESTAMPTZ      NOT NULL,
    ended_at    TIMESTAMPTZ,
    -- the key of the party in the case, and under it a digest of what came; and what came, while it waits: it holds what
    -- somebody wrote
    sealed_with TEXT             NOT NULL,
    digest      BYTEA            NOT NULL,
    body        BYTEA,
    -- what became of it, in JSON
    answer      TEXT,
    PRIMARY KEY (party, id),
    FOREIGN KEY (party, subject) REFERENCES outbox.callback_ticket,
    CHECK ((state = 'held') = (body IS NOT NULL)),
    CHECK ((state = 'held') = (answer IS NULL)),
    CHECK ((state = 'held') = (ended_at IS NULL))
);

-- Which one is next in this case?
CREATE INDEX callback_held ON outbox.callback (party, subject, version) WHERE state = 'held';
-- The log, the newest first; and what goes with the personal data of the case.
CREATE INDEX callback_of_endpoint ON outbox.callback (endpoint, position DESC);
CREATE INDEX callback_of_subject ON outbox.callback (subject);
