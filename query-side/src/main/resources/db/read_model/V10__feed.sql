-- What happened, one row for each event and for each window or subject that it moved, in the order of the event store.
-- No name of a consumer is told: it is here for who may read, and nowhere else in the row.
CREATE TABLE read_model.feed_event (
    position         bigint           NOT NULL,
    -- 0 is the event itself, the others are what it moved, in order
    place            integer          NOT NULL,
    id               text COLLATE "C" NOT NULL,
    type             text COLLATE "C" NOT NULL,
    at               timestamptz      NOT NULL,
    subject          text COLLATE "C" NOT NULL,
    version          bigint           NOT NULL,
    by               text COLLATE "C" NOT NULL,
    -- what the desk has not decided yet
    of_the_desk      boolean          NOT NULL,
    consumer         text COLLATE "C" NOT NULL,
    merchant         text COLLATE "C" NOT NULL,
    operator         text COLLATE "C" NOT NULL,
    -- the type of the event that moved something; null of the event itself
    cause            text COLLATE "C",
    moved            text COLLATE "C",
    obligation       text COLLATE "C",
    owed_by          text COLLATE "C",
    number           integer,
    due_at           timestamptz,
    due_before       timestamptz,
    reason           text COLLATE "C",
    late             boolean,
    occurred_at      timestamptz,
    ending           text COLLATE "C",
    reopenable_until timestamptz,
    PRIMARY KEY (position, place),
    -- a window of which the sheet does not know when it is due must not go unnoticed
    CONSTRAINT every_window_is_due CHECK (obligation IS NULL OR due_at IS NOT NULL)
);

-- What comes next in cases in which this party has a part?
CREATE INDEX feed_event_by_consumer ON read_model.feed_event (consumer, position, place);
CREATE INDEX feed_event_by_merchant ON read_model.feed_event (merchant, position, place);
CREATE INDEX feed_event_by_operator ON read_model.feed_event (operator, position, place) WHERE operator <> merchant;

-- What comes next in this case?
CREATE INDEX feed_event_by_case ON read_model.feed_event (subject, position, place);

-- Where is the next of a kind that is rare?
CREATE INDEX feed_event_by_type ON read_model.feed_event (type, position, place);
