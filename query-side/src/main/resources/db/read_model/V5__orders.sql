-- How every order stands.
CREATE TABLE read_model.sold_order (
    subject             text COLLATE "C" PRIMARY KEY,
    consumer            text COLLATE "C" NOT NULL,
    merchant            text COLLATE "C" NOT NULL,
    operator            text COLLATE "C" NOT NULL,
    room                text COLLATE "C" NOT NULL,
    paid_at             timestamptz      NOT NULL,
    registered_at       timestamptz      NOT NULL,
    registered_position bigint           NOT NULL,
    agreed_ship_by      timestamptz,
    plan                text COLLATE "C",
    plan_version        integer,
    amount_fen          bigint           NOT NULL,
    paid_back_fen       bigint           NOT NULL DEFAULT 0,
    -- of the last event whose amount is in paid_back_fen, so that it is added once however often it comes
    paid_back_position  bigint           NOT NULL DEFAULT -1,
    lines_count         integer          NOT NULL,
    lines_left          integer          NOT NULL,
    delivered_at        timestamptz,
    cancelled_at        timestamptz,
    -- how many events of its history were taken in
    version             bigint           NOT NULL DEFAULT 0,
    -- the newest of them
    taken_in_position   bigint           NOT NULL DEFAULT -1
);

-- Which are the newest, of everybody or of one party? Each of them pages backwards.
CREATE INDEX sold_order_by_position ON read_model.sold_order (registered_position);
CREATE INDEX sold_order_by_consumer ON read_model.sold_order (consumer, registered_position);
CREATE INDEX sold_order_by_merchant ON read_model.sold_order (merchant, registered_position);
CREATE INDEX sold_order_by_operator ON read_model.sold_order (operator, registered_position);

CREATE TABLE read_model.sold_order_line (
    subject          text COLLATE "C" NOT NULL,
    place            integer          NOT NULL,
    line             text COLLATE "C" NOT NULL,
    amount_fen       bigint           NOT NULL,
    no_reason_return boolean          NOT NULL,
    shipped_at       timestamptz,
    struck_at        timestamptz,
    claimed_by       text COLLATE "C",
    PRIMARY KEY (subject, line)
);
