-- How every return request and complaint stands.
CREATE TABLE read_model.demand (
    subject           text COLLATE "C" PRIMARY KEY,
    kind              text COLLATE "C" NOT NULL,
    consumer          text COLLATE "C" NOT NULL,
    merchant          text COLLATE "C" NOT NULL,
    operator          text COLLATE "C" NOT NULL,
    room              text COLLATE "C" NOT NULL,
    order_subject     text COLLATE "C",
    amount_fen        bigint           NOT NULL,
    ordered_fen       bigint,
    paid_back_fen     bigint           NOT NULL DEFAULT 0,
    -- of the last event whose amount is in paid_back_fen, so that it is added once however often it comes
    paid_back_position bigint NOT NULL DEFAULT -1,
    filed_at          timestamptz      NOT NULL,
    filed_position    bigint           NOT NULL,
    state             text COLLATE "C" NOT NULL,
    ending            text COLLATE "C",
    reopenable_until  timestamptz,
    intervention_open boolean          NOT NULL
);

-- Which are the newest, of everybody or of one party? Each of them pages backwards.
CREATE INDEX demand_by_position ON read_model.demand (filed_position);
CREATE INDEX demand_by_consumer ON read_model.demand (consumer, filed_position);
CREATE INDEX demand_by_merchant ON read_model.demand (merchant, filed_position);
CREATE INDEX demand_by_operator ON read_model.demand (operator, filed_position);

-- Which of them are still open?
CREATE INDEX demand_open ON read_model.demand (filed_position) WHERE state = 'open';

-- The windows that run: who holds the ball, and until when? Closed ones are gone from here.
CREATE TABLE read_model.demand_window (
    demand     text COLLATE "C" NOT NULL,
    subject    text COLLATE "C" NOT NULL,
    obligation text COLLATE "C" NOT NULL,
    owed_by    text COLLATE "C" NOT NULL,
    number     integer          NOT NULL,
    due_at     timestamptz      NOT NULL,
    suspended  boolean          NOT NULL,
    PRIMARY KEY (subject, obligation, owed_by, number)
);

CREATE INDEX demand_window_by_demand ON read_model.demand_window (demand);
