-- What was stored, sealed: each seal signs the root of an RFC 9162 tree over every event and every submitted file so far,
-- in order, and the seal before it.
CREATE TABLE event_store.seal (
    number     BIGINT NOT NULL PRIMARY KEY CHECK (number > 0),
    -- a signed note (C2SP): the root, up to which event, which files, the hash of the seal before
    note       TEXT   NOT NULL,
    -- how many leaves the tree has with it, and the last of its events, as the note says
    size       BIGINT NOT NULL GENERATED ALWAYS AS (split_part(note, E'\n', 2)::bigint) STORED,
    last_event BIGINT NOT NULL GENERATED ALWAYS AS (substr(split_part(note, E'\n', 5), 8)::bigint) STORED,
    -- of each event that this seal adds its index in 8 bytes and its hash in 32, then the same of its files, whose index
    -- is 0: so it can be said which of them is no longer what was sealed
    leaves     BYTEA  NOT NULL CHECK (octet_length(leaves) % 40 = 0),
    -- the roots of the full subtrees, from left to right: what is needed to go on
    peaks      BYTEA  NOT NULL CHECK (octet_length(peaks) % 32 = 0)
);
-- Hashes cannot be compressed.
ALTER TABLE event_store.seal ALTER COLUMN leaves SET STORAGE EXTERNAL, ALTER COLUMN peaks SET STORAGE EXTERNAL;

-- Where in the tree is this event, and which seal has that leaf?
CREATE INDEX ON event_store.seal (last_event, number);
CREATE INDEX ON event_store.seal (size);

-- Of every eighth level of the tree the hashes of its full subtrees, so that a proof need not begin with the leaves.
CREATE TABLE event_store.subtree (
    height   SMALLINT NOT NULL CHECK (height > 0 AND height % 8 = 0),
    position BIGINT   NOT NULL,
    hash     BYTEA    NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (height, position)
);

-- Which files are sealed already?
CREATE TABLE event_store.sealed_file (
    file TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BIGINT           NOT NULL REFERENCES event_store.seal (number)
);

CREATE FUNCTION event_store.refuse_to_edit_seals() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'seals are never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER seals_are_never_edited
    BEFORE UPDATE OR DELETE OR TRUNCATE ON event_store.seal
    FOR EACH STATEMENT EXECUTE FUNCTION event_store.refuse_to_edit_seals();
CREATE TRIGGER seals_are_never_edited
    BEFORE UPDATE OR DELETE OR TRUNCATE ON event_store.sealed_file
    FOR EACH STATEMENT EXECUTE FUNCTION event_store.refuse_to_edit_seals();
CREATE TRIGGER seals_are_never_edited
    BEFORE UPDATE OR DELETE OR TRUNCATE ON event_store.subtree
    FOR EACH STATEMENT EXECUTE FUNCTION event_store.refuse_to_edit_seals();
