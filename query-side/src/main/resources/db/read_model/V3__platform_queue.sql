-- What every case that may reach the platform is about.
CREATE TABLE read_model.queue_case (
    subject       text COLLATE "C" PRIMARY KEY,
    order_subject text COLLATE "C",
    consumer      text COLLATE "C" NOT NULL,
    merchant      text COLLATE "C" NOT NULL,
    operator      text COLLATE "C" NOT NULL,
    room          text COLLATE "C" NOT NULL,
    amount_fen    bigint           NOT NULL,
    ordered_fen   bigint,
    -- a promise was broken, compensation is claimed, or people or property are in danger
    serious       boolean          NOT NULL DEFAULT false,
    -- when it came into the queue for the first time
    reached_at    timestamptz
);

-- Which cases of this party reached the platform? Which others of the same consumer, and of the same room, did so lately
-- with the same merchant?
CREATE INDEX queue_case_again_by_consumer ON read_model.queue_case (consumer, merchant, reached_at)
    WHERE reached_at IS NOT NULL;
CREATE INDEX queue_case_of_operator ON read_model.queue_case (operator) WHERE reached_at IS NOT NULL;
CREATE INDEX queue_case_again_by_room ON read_model.queue_case (merchant, room, reached_at)
    WHERE reached_at IS NOT NULL;

-- The queue as it is now: an item that is done is gone. An event puts at most one item of a kind.
CREATE TABLE read_model.queue_item (
    put_position     bigint           NOT NULL,
    kind             text COLLATE "C" NOT NULL,
    case_subject     text COLLATE "C" NOT NULL,
    subject          text COLLATE "C" NOT NULL,
    put_at           timestamptz      NOT NULL,
    waits_for        text COLLATE "C",
    due_at           timestamptz,
    -- what it waits for is due on days whose holidays are not fixed yet
    provisional      boolean          NOT NULL,
    solution_due_at  timestamptz,
    solution_provisional boolean      NOT NULL DEFAULT false,
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
    -- its owner did it after all, too late
    cause_met_at     timestamptz,
    proposed_at      timestamptz,
    proposed_by      text COLLATE "C",
    proposed_orders  text COLLATE "C",
    proposed_fen     bigint,
    PRIMARY KEY (put_position, kind)
);

-- What is next, of all and of one kind: marked first, then the soonest dueAt, then the larger amount, then the older.
CREATE INDEX queue_item_by_turn ON read_model.queue_item
    ((CASE WHEN marked THEN 0 ELSE 1 END), (COALESCE(due_at, 'infinity')), (-amount_fen), put_at, put_position, kind);
CREATE INDEX queue_item_of_kind_by_turn ON read_model.queue_item
    (kind, (CASE WHEN marked THEN 0 ELSE 1 END), (COALESCE(due_at, 'infinity')), (-amount_fen), put_at, put_position);

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
