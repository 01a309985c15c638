-- The due index: every window that runs. Written in the event's own transaction; rebuilt from the events on demand.
CREATE TABLE outbox.due_window (
    subject       TEXT        NOT NULL,
    obligation    TEXT        NOT NULL,
    owed_by       TEXT        NOT NULL,
    number        INTEGER     NOT NULL,
    -- the subject whose history the window stands in
    history       TEXT        NOT NULL,
    opened_at     TIMESTAMPTZ NOT NULL,
    due_at        TIMESTAMPTZ NOT NULL,
    position      BIGINT GENERATED ALWAYS AS IDENTITY,
    -- until when a node works on it, by the database's clock
    claimed_until TIMESTAMPTZ,
    PRIMARY KEY (subject, obligation, owed_by, number)
);

-- Which window is due next?
CREATE INDEX due_window_by_due_at ON outbox.due_window (due_at, opened_at, position);

-- Which request had which effect; kept in the transaction of the effect.
CREATE TABLE outbox.idempotency_record (
    scope       TEXT        NOT NULL,
    key         TEXT        NOT NULL,
    fingerprint TEXT        NOT NULL,
    subject     TEXT        NOT NULL,
    -- when the act happened, on the legal clock
    at          TIMESTAMPTZ NOT NULL,
    -- how many events the history of the subject held after the act
    version     BIGINT      NOT NULL,
    -- on the operational clock
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (scope, key)
);

-- Which keys are old enough to be forgotten?
CREATE INDEX idempotency_record_by_age ON outbox.idempotency_record (recorded_at);

-- The legal clock of a sandbox; one row at most, none in production.
CREATE TABLE outbox.sandbox_clock (
    only_one BOOLEAN     NOT NULL DEFAULT TRUE PRIMARY KEY CHECK (only_one),
    now_at   TIMESTAMPTZ NOT NULL
);

-- The API keys of systems. The key itself is nowhere; a row is never deleted, so that it stays known who made it.
CREATE TABLE outbox.api_key (
    id            TEXT        NOT NULL PRIMARY KEY CHECK (length(id) = 8),
    -- of 256 random bits, so that a plain hash keeps them
    secret_sha256 BYTEA       NOT NULL CHECK (octet_length(secret_sha256) = 32),
    kind          TEXT        NOT NULL CHECK (kind IN ('merchant', 'operator', 'platform', 'feed')),
    -- of the party, or of the system
    name          TEXT        NOT NULL CHECK (name <> ''),
    scopes        TEXT[]      NOT NULL CHECK (scopes <> '{}'),
    label         TEXT        NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    -- the credential with which it was made
    created_by    TEXT        NOT NULL,
    expires_at    TIMESTAMPTZ NOT NULL,
    revoked_at    TIMESTAMPTZ,
    revoked_by    TEXT,
    -- to the hour
    last_used_at  TIMESTAMPTZ,
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);

-- What does this holder have? And the list, the newest first.
CREATE INDEX api_key_by_holder ON outbox.api_key (kind, name, created_at DESC, id DESC);
CREATE INDEX api_key_by_age ON outbox.api_key (created_at DESC, id DESC);
