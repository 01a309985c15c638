-- What each party was told: its inbox. About the windows that it owes it is put by a processor of its own, in the
-- transaction of its token; and of an endpoint that was disabled by itself.
CREATE TABLE outbox.notice (
    -- also the id of the message to the party's endpoints
    id          TEXT COLLATE "C" PRIMARY KEY,
    position    BIGINT GENERATED ALWAYS AS IDENTITY,
    -- as role:name
    party       TEXT COLLATE "C" NOT NULL,
    type        TEXT COLLATE "C" NOT NULL,
    -- the case; null, as all that belongs to it, of a notice that is about none
    subject     TEXT COLLATE "C",
    -- the version of the case, as its parties count it
    sequence    BIGINT,
    occurred_at TIMESTAMPTZ      NOT NULL,
    -- the window, which the party owes
    window_of   TEXT COLLATE "C",
    obligation  TEXT COLLATE "C",
    number      INTEGER,
    due_at      TIMESTAMPTZ,
    data        TEXT             NOT NULL,
    -- on the legal clock: when it was put here
    told_at     TIMESTAMPTZ      NOT NULL,
    CHECK (num_nulls(subject, sequence, window_of, obligation, number, due_at) IN (0, 6))
);

-- What is in this inbox, in order?
CREATE INDEX notice_of_party ON outbox.notice (party, position);
-- When was the owner of this window told of it, and when was it due then?
CREATE INDEX notice_of_window ON outbox.notice (window_of, obligation, party, number, position);
-- What was told about this case?
CREATE INDEX notice_of_case ON outbox.notice (subject, position);

-- Windows that lapsed before their owner was told; a row goes when the history says so.
CREATE TABLE outbox.unheard (
    window_of  TEXT COLLATE "C" NOT NULL,
    obligation TEXT COLLATE "C" NOT NULL,
    owed_by    TEXT COLLATE "C" NOT NULL,
    number     INTEGER          NOT NULL,
    told_at    TIMESTAMPTZ,
    PRIMARY KEY (window_of, obligation, owed_by, number)
);

-- When the owner of a running window is to be told that it will be due: a row for each step that has not come.
CREATE TABLE outbox.due_soon (
    window_of  TEXT COLLATE "C" NOT NULL,
    obligation TEXT COLLATE "C" NOT NULL,
    owed_by    TEXT COLLATE "C" NOT NULL,
    number     INTEGER          NOT NULL,
    step       TEXT COLLATE "C" NOT NULL,
    due_at     TIMESTAMPTZ      NOT NULL,
    -- since when it is so due: no step comes before
    since      TIMESTAMPTZ      NOT NULL,
    -- when the step comes; and when it is told, which is earlier for an owner who wants to be told in business hours
    comes_at   TIMESTAMPTZ      NOT NULL,
    tell_at    TIMESTAMPTZ      NOT NULL,
    PRIMARY KEY (window_of, obligation, owed_by, number, step)
);

-- Which step is next? Which are of this owner?
CREATE INDEX due_soon_by_time ON outbox.due_soon (tell_at);
CREATE INDEX due_soon_of_owner ON outbox.due_soon (owed_by);

-- How a party wants to be told. Who asked for nothing is told at any hour.
CREATE TABLE outbox.notice_setting (
    party          TEXT COLLATE "C" PRIMARY KEY,
    business_hours BOOLEAN NOT NULL
);

-- Where notices began: what happened before is put into inboxes, and told no endpoint; nothing before it was unheard.
CREATE TABLE outbox.notices_began (
    only_one BOOLEAN NOT NULL DEFAULT TRUE PRIMARY KEY CHECK (only_one),
    position BIGINT  NOT NULL
);

DO $$
DECLARE
    head BIGINT := 0;
BEGIN
    -- a command may come before there is a service
    IF to_regclass('event_store.domain_event_entry') IS NOT NULL THEN
        SELECT coalesce(max(global_index), 0) INTO head FROM event_store.domain_event_entry;
    END IF;
    INSERT INTO outbox.notices_began (position) VALUES (head);
END $$;

-- How far those have read who tell. It is not with the sheets: to drop them sends nothing again.
CREATE TABLE outbox.notice_token (
    processorName TEXT    NOT NULL,
    segment       INTEGER NOT NULL,
    token         BYTEA,
    tokenType     TEXT,
    timestamp     TEXT,
    owner         TEXT,
    PRIMARY KEY (processorName, segment)
);

-- Events that could not be told of, with all later ones of the same history, in order.
CREATE TABLE outbox.notice_dead_letter (
    deadLetterIdentifier TEXT   NOT NULL PRIMARY KEY,
    processingGroup      TEXT   NOT NULL,
    sequenceIdentifier   TEXT   NOT NULL,
    sequenceIndex        BIGINT NOT NULL,
    messageType          TEXT   NOT NULL,
    eventIdentifier      TEXT   NOT NULL,
    timestamp            TEXT   NOT NULL,
    payloadType          TEXT   NOT NULL,
    payloadRevision      TEXT,
    payload              BYTEA  NOT NULL,
    metaData             BYTEA,
    type                 TEXT,
    aggregateIdentifier  TEXT,
    sequenceNumber       BIGINT,
    tokenType            TEXT,
    token                BYTEA,
    enqueuedAt           TEXT   NOT NULL,
    lastTouched          TEXT,
    processingStarted    TEXT,
    causeType            TEXT,
    causeMessage         TEXT,
    diagnostics          BYTEA,
    CONSTRAINT one_place_of_a_notice UNIQUE (processingGroup, sequenceIdentifier, sequenceIndex)
);
