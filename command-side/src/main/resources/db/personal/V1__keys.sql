-- The keys under which what people write, and the files that they show, are stored: one for each person in each case.
-- Whoever has these and the key that wraps them reads everything; whoever has only the other schemas reads nothing. So
-- this schema is backed up apart, and its backups are kept for as short a time as a forgotten person may be remembered.
CREATE TABLE personal.data_key (
    id           text COLLATE "C" PRIMARY KEY,
    -- whose words or files, as role:name
    person       text COLLATE "C" NOT NULL,
    -- the case, or the upload of a file: role and key are destroyed with it
    kept_for     text COLLATE "C" NOT NULL,
    -- wrapped by a key that is not in this database; gone when it was destroyed
    wrapped      bytea,
    made_at      timestamptz      NOT NULL,
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
CREATE UNIQUE INDEX data_key_in_use ON personal.data_key (kept_for, person) WHERE destroyed_at IS NULL;

-- What the wrapping key of this database makes of a word: a node with another key does not start.
CREATE TABLE personal.wrapping_key (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    proof bytea NOT NULL
);
