-- How far each sheet has read. It lives with the sheets: dropping them drops it, and they replay from the start.
CREATE TABLE read_model.token_entry (
    processorName TEXT    NOT NULL,
    segment       INTEGER NOT NULL,
    token         BYTEA,
    tokenType     TEXT,
    timestamp     TEXT,
    owner         TEXT,
    PRIMARY KEY (processorName, segment)
);

-- Events that a sheet could not take in, with all later ones of the same history, in order.
CREATE TABLE read_model.dead_letter_entry (
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
    CONSTRAINT one_place_in_a_sequence UNIQUE (processingGroup, sequenceIdentifier, sequenceIndex)
);
