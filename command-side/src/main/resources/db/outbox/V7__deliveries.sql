-- Where a merchant or a room operator wants to be told. A row is never deleted: what was delivered to it stays explained.
CREATE TABLE outbox.endpoint (
    id               TEXT COLLATE "C" PRIMARY KEY,
    -- as role:name
    party            TEXT COLLATE "C" NOT NULL,
    url              TEXT             NOT NULL,
    description      TEXT             NOT NULL,
    -- the types that it takes: window.opened, window.* or *
    types            TEXT[]           NOT NULL CHECK (types <> '{}'),
    -- encrypted under a key that is not in this database, bound to the id; gone with the endpoint
    secret           BYTEA,
    -- the one before, with which messages are signed as well until then
    old_secret       BYTEA,
    old_secret_until TIMESTAMPTZ,
    created_at       TIMESTAMPTZ      NOT NULL,
    -- why nothing is sent: its holder asked for it, the receiver said that it is gone, it failed for days
    disabled         TEXT CHECK (disabled IN ('asked', 'gone', 'failing')),
    disabled_at      TIMESTAMPTZ,
    deleted_at       TIMESTAMPTZ,
    -- since the last attempt that succeeded: how many failed, when the last one did, and since when it counts as failing
    failures         INTEGER          NOT NULL DEFAULT 0,
    failed_at        TIMESTAMPTZ,
    failing_since    TIMESTAMPTZ,
    -- it failed several times in a row, and is left alone for a moment
    paused_until     TIMESTAMPTZ,
    -- when deliveries to it were taken up last: whoever waits longest is next
    served_at        TIMESTAMPTZ,
    CHECK ((disabled IS NULL) = (disabled_at IS NULL)),
    CHECK ((secret IS NULL) = (deleted_at IS NOT NULL)),
    CHECK ((old_secret IS NULL) = (old_secret_until IS NULL))
);

-- What does this party have? And the list, the newest first.
CREATE INDEX endpoint_by_party ON outbox.endpoint (party, created_at DESC, id DESC);
CREATE INDEX endpoint_by_age ON outbox.endpoint (created_at DESC, id DESC);

-- What became of an endpoint and by whom; what happened by itself is by nobody, and its party is to be told of it.
CREATE TABLE outbox.endpoint_change (
    position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint TEXT COLLATE "C" NOT NULL REFERENCES outbox.endpoint,
    what     TEXT             NOT NULL
        CHECK (what IN ('created', 'changed', 'rotated', 'disabled', 'enabled', 'deleted')),
    -- why it was disabled
    because  TEXT,
    at       TIMESTAMPTZ      NOT NULL,
    -- the credential, or null
    by       TEXT
);
CREATE INDEX endpoint_change_of_endpoint ON outbox.endpoint_change (endpoint, position);
-- Of which of them is its party to be told?
CREATE INDEX endpoint_change_by_itself ON outbox.endpoint_change (position) WHERE by IS NULL;

-- What a party is told, as it is sent: the same bytes to each of its endpoints, at each attempt.
CREATE TABLE outbox.message (
    -- the webhook-id
    id          TEXT COLLATE "C" PRIMARY KEY,
    party       TEXT COLLATE "C" NOT NULL,
    type        TEXT COLLATE "C" NOT NULL,
    -- the case; null of a message about nothing
    subject     TEXT COLLATE "C",
    -- its place among the messages about the case
    sequence    BIGINT           NOT NULL,
    occurred_at TIMESTAMPTZ      NOT NULL,
    body        TEXT             NOT NULL
);

-- A message on its way to an endpoint. All times are on the operational clock.
CREATE TABLE outbox.delivery (
    position      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message       TEXT COLLATE "C" NOT NULL REFERENCES outbox.message ON DELETE CASCADE,
    endpoint      TEXT COLLATE "C" NOT NULL REFERENCES outbox.endpoint,
    -- of the message
    type          TEXT COLLATE "C" NOT NULL,
    subject       TEXT COLLATE "C",
    -- whether a later one of the same endpoint, case and type says everything that this one says
    snapshot      BOOLEAN          NOT NULL,
    state         TEXT             NOT NULL CHECK (state IN ('pending', 'delivered', 'dead', 'superseded')),
    created_at    TIMESTAMPTZ      NOT NULL,
    -- how many attempts were made, and how many of them since it was last begun anew
    attempts      INTEGER          NOT NULL DEFAULT 0,
    step          INTEGER          NOT NULL DEFAULT 0,
    -- of a pending one: when the next attempt may be made
    due_at        TIMESTAMPTZ,
    -- until when a node attempts it
    claimed_until TIMESTAMPTZ,
    -- when it came to its end
    ended_at      TIMESTAMPTZ,
    UNIQUE (message, endpoint),
    CHECK ((state = 'pending') = (due_at IS NOT NULL)),
    CHECK ((state = 'pending') = (ended_at IS NULL))
);

-- What is next at this endpoint?
CREATE INDEX delivery_pending ON outbox.delivery (endpoint, due_at, position) WHERE state = 'pending';
-- How many are on the line to this endpoint?
CREATE INDEX delivery_claimed ON outbox.delivery (endpoint, claimed_until)
    WHERE state = 'pending' AND claimed_until IS NOT NULL;
-- Which snapshots are older, and is there a later one?
CREATE INDEX delivery_snapshot ON outbox.delivery (endpoint, subject, type, position) WHERE snapshot;
-- The dead letters of this endpoint.
CREATE INDEX delivery_dead ON outbox.delivery (endpoint, ended_at) WHERE state = 'dead';
-- The log, the newest first; and what is old enough to be forgotten.
CREATE INDEX delivery_of_endpoint ON outbox.delivery (endpoint, position DESC);
CREATE INDEX delivery_by_end ON outbox.delivery (ended_at) WHERE state <> 'pending';

-- One row an attempt: what was answered, or why nothing was.
CREATE TABLE outbox.delivery_attempt (
    delivery    BIGINT      NOT NULL REFERENCES outbox.delivery ON DELETE CASCADE,
    number      INTEGER     NOT NULL,
    at          TIMESTAMPTZ NOT NULL,
    millis      INTEGER     NOT NULL,
    status      INTEGER,
    -- in place of a status
    error       TEXT,
    -- the beginning of what was answered
    answer      TEXT        NOT NULL,
    -- when the next one may be made; null after the last
    next_at     TIMESTAMPTZ,
    PRIMARY KEY (delivery, number),
    CHECK ((status IS NULL) <> (error IS NULL))
);
