-- The index has no gaps: what was rolled back gives its numbers back. Whoever inserts is alone until the commit, so that
-- the next number is one more than the last that is stored; the sequence of the column cannot know that of itself.
CREATE OR REPLACE FUNCTION event_store.keep_commits_in_order() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(4401171);
    PERFORM setval('event_store.domain_event_entry_global_index_seq', coalesce(max(global_index), 0) + 1, false)
    FROM event_store.domain_event_entry;
    RETURN NULL;
END $$;
