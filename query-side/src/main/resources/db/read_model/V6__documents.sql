-- Every service plan, emergency mechanism and the platform rules.
CREATE TABLE read_model.document (
    subject        text COLLATE "C" PRIMARY KEY,
    kind           text COLLATE "C" NOT NULL,
    merchant       text COLLATE "C",
    room           text COLLATE "C",
    operator       text COLLATE "C",
    begun_position bigint           NOT NULL
);

-- Which are the newest, of everybody or of one party? Each of them pages backwards.
CREATE INDEX document_by_position ON read_model.document (begun_position);
CREATE INDEX document_by_kind ON read_model.document (kind, begun_position);
CREATE INDEX document_by_merchant ON read_model.document (merchant, begun_position);
CREATE INDEX document_by_room ON read_model.document (room, begun_position);
CREATE INDEX document_by_operator ON read_model.document (operator, begun_position);

-- Its versions. One is in force from effective_at until a later one takes its place; one that was overtaken before it
-- took effect never is.
CREATE TABLE read_model.document_version (
    subject          text COLLATE "C" NOT NULL,
    version          integer          NOT NULL,
    published_at     timestamptz      NOT NULL,
    published_by     text COLLATE "C" NOT NULL,
    effective_at     timestamptz      NOT NULL,
    effective_until  timestamptz,
    overtaken        boolean          NOT NULL,
    agreed_by        text COLLATE "C",
    proposal         integer,
    auto_urge        boolean,
    second_person_above_fen bigint,
    windows          json             NOT NULL,
    PRIMARY KEY (subject, version)
);

CREATE INDEX document_version_by_effect ON read_model.document_version (subject, effective_at) WHERE NOT overtaken;

-- The newest proposal of a service plan, and what became of it.
CREATE TABLE read_model.document_proposal (
    subject      text COLLATE "C" PRIMARY KEY,
    number       integer          NOT NULL,
    operator     text COLLATE "C" NOT NULL,
    proposed_at  timestamptz      NOT NULL,
    effective_at timestamptz,
    windows      json             NOT NULL,
    state        text COLLATE "C" NOT NULL,
    answered_at  timestamptz,
    reason       text COLLATE "C",
    version      integer
);

CREATE INDEX document_proposal_waiting ON read_model.document_proposal (operator) WHERE state = 'waiting';
