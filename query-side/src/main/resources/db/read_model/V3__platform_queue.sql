-- What every case that may reach the platform is about.
CREATE TABLE read_model.queue_case (
    subject       text COLLATE "C" PRIMARY KEY,
    order_subject text COLLATE "C",
    consumer      text COLLATE "C" NOT NULL,
    merchant      text COLLATE "C" NOT NULL,
    operator      text COLLATE "C" NOT NULL,
    room          text COLLATE "C" NOT NULL,
    amount_fen    bigint           NOT NULL,
    ordered_fen   bigint
);

-- The queue as it is now: an item that is done is gone. An event puts at most one item of a kind.
CREATE TABLE read_model.queue_item (
    put_position     bigint           NOT NULL,
    kind             text COLLATE "C" NOT NULL,
    case_subject     text COLLATE "C" NOT NULL,
    subject          text COLLATE "C" NOT NULL,
    put_at           timestamptz      NOT NULL,
    waits_for        text COLLATE "C",
    due_at           timestamptz,
    solution_due_at  timestamptz,
    suspended        boolean          NOT NULL,
    marked           boolean          NOT NULL,
    amount_fen       bigint           NOT NULL,
    reason           text COLLATE "C" NOT NULL,
    cause_obligation text COLLATE "C",
    cause_owed_by    text COLLATE "C",
    cause_number     integer,
    cause_due_at     timestamptz,
    -- it was taken back when an agent had the case in hand
    cause_rescinded  boolean          NOT NULL DEFAULT false,
    -- we had told its owner nothing of it
    cause_unheard    boolean          NOT NULL DEFAULT false,
    proposed_at      timestamptz,
    proposed_by      text COLLATE "C",
    proposed_orders  text COLLATE "C",
    proposed_fen     bigint,
    PRIMARY KEY (put_position, kind)
);

-- What is next: marked first, then the soonest dueAt, then the larger amount, then the older.
CREATE INDEX queue_item_by_turn ON read_model.queue_item
    ((NOT marked), (COALESCE(due_at, 'infinity')), (-amount_fen), put_at, put_position, kind);

-- What does an event of this case take away?
CREATE INDEX queue_item_by_case ON read_model.queue_item (case_subject);

-- Lapses in the case of an item since it is in the queue; an alert is a mark on the item.
CREATE TABLE read_model.queue_lapse (
    put_position bigint           NOT NULL,
    kind         text COLLATE "C" NOT NULL,
    position     bigint           NOT NULL,
    subject      text COLLATE "C" NOT NULL,
    obligation   text COLLATE "C" NOT NULL,
    owed_by      text COLLATE "C" NOT NULL,
    due_at       timestamptz      NOT NULL,
    recorded_at  timestamptz      NOT NULL,
    alert        boolean          NOT NULL,
    rescinded    boolean          NOT NULL DEFAULT false,
    unheard      boolean          NOT NULL DEFAULT false,
    PRIMARY KEY (put_position, kind, position),
    FOREIGN KEY (put_position, kind) REFERENCES read_model.queue_item ON DELETE CASCADE
);
