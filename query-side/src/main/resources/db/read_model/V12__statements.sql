-- What parties state about themselves and about how they serve. Names are empty where there are none.
CREATE TABLE read_model.statement (
    subject        text COLLATE "C" PRIMARY KEY,
    kind           text COLLATE "C" NOT NULL,
    said_by        text COLLATE "C" NOT NULL,
    merchant       text COLLATE "C" NOT NULL,
    operator       text COLLATE "C" NOT NULL,
    room           text COLLATE "C" NOT NULL,
    about          text COLLATE "C",
    open           boolean          NOT NULL,
    begun_position bigint           NOT NULL
);

-- Which are the newest, of everybody, of a kind, of one party or room? Each of them pages backwards.
CREATE INDEX statement_by_position ON read_model.statement (begun_position);
CREATE INDEX statement_by_kind ON read_model.statement (kind, begun_position);
CREATE INDEX statement_by_whom ON read_model.statement (said_by, kind);
CREATE INDEX statement_by_merchant ON read_model.statement (merchant, begun_position);
CREATE INDEX statement_by_operator ON read_model.statement (operator, begun_position);
CREATE INDEX statement_by_room ON read_model.statement (room, begun_position);

-- Its versions. One is in force from effective_at until a later one takes its place; one that was overtaken before it
-- took effect never is.
CREATE TABLE read_model.statement_version (
    subject         text COLLATE "C" NOT NULL,
    version         integer          NOT NULL,
    published_at    timestamptz      NOT NULL,
    published_by    text COLLATE "C" NOT NULL,
    effective_at    timestamptz      NOT NULL,
    effective_until timestamptz,
    overtaken       boolean          NOT NULL,
    content         json             NOT NULL,
    PRIMARY KEY (subject, version)
);

CREATE INDEX statement_version_by_effect ON read_model.statement_version (subject, effective_at) WHERE NOT overtaken;
