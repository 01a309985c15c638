-- Every fact, in the order in which it was committed. Rows are only ever inserted.
CREATE TABLE event_store.domain_event_entry (
    global_index         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_identifier     TEXT        NOT NULL,
    aggregate_identifier TEXT        NOT NULL,
    sequence_number      BIGINT      NOT NULL,
    type                 TEXT        NOT NULL,
    payload_type         TEXT        NOT NULL,
    payload_revision     TEXT,
    payload              BYTEA       NOT NULL,
    meta_data            BYTEA,
    time_stamp           TEXT        NOT NULL,
    -- by the database's clock, whatever a node believes
    recorded_at          TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT one_event_per_place_in_a_history UNIQUE (aggregate_identifier, sequence_number),
    CONSTRAINT one_event_per_identifier UNIQUE (event_identifier)
);

-- The ordering guard: inserts wait for each other until commit, so global_index is the order of commits and a
-- projection that has read up to an index can never miss a lower one that is committed later.
CREATE FUNCTION event_store.keep_commits_in_order() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(4401171);
    RETURN NULL;
END $$;

CREATE TRIGGER commits_are_in_order
    BEFORE INSERT ON event_store.domain_event_entry
    FOR EACH STATEMENT EXECUTE FUNCTION event_store.keep_commits_in_order();

-- History is never edited and never forgotten by a statement.
CREATE FUNCTION event_store.refuse_to_edit_history() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER history_is_never_edited
    BEFORE UPDATE OR DELETE OR TRUNCATE ON event_store.domain_event_entry
    FOR EACH STATEMENT EXECUTE FUNCTION event_store.refuse_to_edit_history();
