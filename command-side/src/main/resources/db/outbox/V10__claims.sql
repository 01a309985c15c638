-- Who at the platform's desk has taken which case. It is a lease, on the operational clock, that returns by itself; it
-- keeps two people from doing the same work, and decides nothing: who may do what is another matter.
CREATE TABLE outbox.desk_claim (
    subject  TEXT PRIMARY KEY,
    agent    TEXT NOT NULL,
    taken_at TIMESTAMPTZ NOT NULL,
    until    TIMESTAMPTZ NOT NULL
);

-- Who has a case before him, and when that was last seen. Of what is older than a few minutes nobody asks.
CREATE TABLE outbox.desk_presence (
    subject TEXT NOT NULL,
    agent   TEXT NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (subject, agent)
);
