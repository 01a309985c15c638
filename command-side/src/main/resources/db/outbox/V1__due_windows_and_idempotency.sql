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
