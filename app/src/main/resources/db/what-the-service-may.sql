-- What the database user that runs the service may, where another one owns the schemas: add events and seals and read
-- them, and work with everything that is no history. It is named by the setting redress.service.
DO $$
DECLARE
    service    text := quote_ident(current_setting('redress.service'));
    may_become text := CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END;
    schema     text;
    secured    regclass;
BEGIN
    -- nodes may start at the same moment
    PERFORM pg_advisory_xact_lock(4401174);
    -- a command may come before there is a service
    IF to_regrole('redress_reader') IS NOT NULL
            AND NOT pg_has_role(current_setting('redress.service'), 'redress_reader', may_become) THEN
        BEGIN
            EXECUTE format('GRANT redress_reader TO %s', service);
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'the service may not become redress_reader' USING ERRCODE = 'RD001';
        END;
    END IF;
    -- the index of an event is the database's to give
    IF to_regclass('event_store.seal') IS NOT NULL THEN
        EXECUTE format('GRANT USAGE ON SCHEMA event_store TO %s', service);
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA event_store TO %s', service);
        EXECUTE format('GRANT INSERT (event_identifier, aggregate_identifier, sequence_number, type, payload_type,
            payload_revision, payload, meta_data, time_stamp) ON event_store.domain_event_entry TO %s', service);
        EXECUTE format('GRANT INSERT ON event_store.seal, event_store.sealed_file, event_store.subtree TO %s', service);
    END IF;
    FOR schema IN SELECT nspname FROM pg_namespace WHERE nspname IN ('personal', 'outbox', 'evidence', 'read_model') LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %s TO %s', schema, service);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %s TO %s', schema, service);
    END LOOP;
    -- Policies hold for everybody but the owner; the service sees every row, as the owner would.
    FOR secured IN
        SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('evidence', 'read_model') AND c.relrowsecurity
            AND NOT EXISTS (SELECT FROM pg_policy p
                WHERE p.polrelid = c.oid AND p.polname = 'the_service' AND to_regrole(service)::oid = ANY (p.polroles))
    LOOP
        EXECUTE format('DROP POLICY IF EXISTS the_service ON %s', secured);
        EXECUTE format('CREATE POLICY the_service ON %s TO %s USING (true) WITH CHECK (true)', secured, service);
    END LOOP;
END $$;
