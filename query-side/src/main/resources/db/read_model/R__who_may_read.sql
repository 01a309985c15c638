-- The second lock on every sheet. Questions that come over the network are asked as redress_reader, a role that owns
-- nothing and cannot log in, after telling these settings who reads:
--   redress.reader             platform, agent, consumer, merchant, operator or nobody
--   redress.name               the party's name
--   redress.avoided_consumers, redress.avoided_merchants, redress.avoided_operators
--                              with whom a person at the desk has a conflict of interest
-- Whoever tells nothing sees nothing. The service itself owns the tables and is not held by any of this.

-- Roles belong to the server, not to this database: another database may be making this one at the same moment.
DO $$
DECLARE
    may_become text := CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'redress_reader') THEN
        BEGIN
            CREATE ROLE redress_reader NOLOGIN;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'the role redress_reader is missing' USING ERRCODE = 'RD001';
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'redress_reader', may_become) THEN
        BEGIN
            EXECUTE format('GRANT redress_reader TO %I', current_user);
        EXCEPTION
            WHEN internal_error OR unique_violation THEN NULL;
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'this user may not become redress_reader' USING ERRCODE = 'RD001';
        END;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'redress_reader' AND (rolsuper OR rolbypassrls)) THEN
        RAISE EXCEPTION 'the role redress_reader is held by no policy' USING ERRCODE = 'RD001';
    END IF;
END $$;

GRANT USAGE ON SCHEMA read_model TO redress_reader;

DO $$
DECLARE
    -- Each setting is asked for once in a statement, not once in a row.
    reader   text := $sql$ (SELECT current_setting('redress.reader', true)) $sql$;
    own_name text := $sql$ (SELECT current_setting('redress.name', true)) $sql$;
    -- Who reads a case of these parties.
    has_a_part text := format($sql$
        CASE %1$s
            WHEN 'platform' THEN true
            WHEN 'consumer' THEN consumer = %2$s
            WHEN 'merchant' THEN merchant = %2$s
            WHEN 'operator' THEN operator = %2$s AND operator <> merchant
            WHEN 'agent' THEN
                consumer <> ALL ((SELECT current_setting('redress.avoided_consumers', true))::text[])
                AND merchant <> ALL ((SELECT current_setting('redress.avoided_merchants', true))::text[])
                AND operator <> ALL ((SELECT current_setting('redress.avoided_operators', true))::text[])
            ELSE false
        END $sql$, reader, own_name);
    -- The reader as a party: what others write of it as role:name.
    as_party text := format($sql$ (CASE %1$s WHEN 'operator' THEN 'room-operator' ELSE %1$s END || ':' || %2$s) $sql$,
        reader, own_name);
    at_the_desk text := format($sql$ %s IN ('platform', 'agent') $sql$, reader);
    everybody text := format($sql$ COALESCE(%s, 'nobody') NOT IN ('nobody', '') $sql$, reader);
    -- Whoever sees the row that these belong to sees them.
    sheet text[];
    sheets text[][] := ARRAY[
        ['window_board', has_a_part],
        ['case_file', has_a_part],
        -- What the desk has not decided yet is for the desk.
        ['case_file_entry', format($sql$
            EXISTS (SELECT FROM read_model.case_file c WHERE c.subject = case_file_entry.subject)
            AND (event NOT IN ('intervention.decision-proposed.v1', 'intervention.decision-returned.v1') OR %s) $sql$,
            at_the_desk)],
        ['case_file_undecided', format($sql$
            %s AND EXISTS (SELECT FROM read_model.case_file c WHERE c.subject = case_file_undecided.subject) $sql$,
            at_the_desk)],
        -- What the parties wrote to each other is for people at the desk once the platform has stepped in.
        ['case_file_message', format($sql$
            EXISTS (SELECT FROM read_model.case_file c
                WHERE c.subject = case_file_message.subject AND (%s <> 'agent' OR c.intervention <> 'none')) $sql$,
            reader)],
        ['case_file_window', 'EXISTS (SELECT FROM read_model.case_file c WHERE c.subject = case_file_window.owner)'],
        ['queue_case', format('%s IN (''platform'', ''agent'') AND %s', reader, has_a_part)],
        -- with OFFSET 0 the database looks for the case of each row that it comes to, and does not gather all cases before
        ['queue_item', 'EXISTS (SELECT FROM read_model.queue_case c WHERE c.subject = queue_item.case_subject OFFSET 0)'],
        ['queue_lapse', 'EXISTS (SELECT FROM read_model.queue_item i
            WHERE i.put_position = queue_lapse.put_position AND i.kind = queue_lapse.kind)'],
        ['demand', has_a_part],
        ['demand_window', 'EXISTS (SELECT FROM read_model.demand d WHERE d.subject = demand_window.demand)'],
        ['sold_order', has_a_part],
        ['sold_order_line', 'EXISTS (SELECT FROM read_model.sold_order o WHERE o.subject = sold_order_line.subject)'],
        ['document', everybody],
        ['document_version', everybody],
        -- What two parties negotiate is for them and for the platform; what they agreed on is for everybody.
        ['document_proposal', format($sql$
            EXISTS (SELECT FROM read_model.document d WHERE d.subject = document_proposal.subject AND
                CASE %1$s
                    WHEN 'platform' THEN true
                    WHEN 'merchant' THEN d.merchant = %2$s
                    WHEN 'operator' THEN document_proposal.operator = %2$s AND document_proposal.operator <> d.merchant
                    WHEN 'agent' THEN
                        d.merchant <> ALL ((SELECT current_setting('redress.avoided_merchants', true))::text[])
                        AND document_proposal.operator
                            <> ALL ((SELECT current_setting('redress.avoided_operators', true))::text[])
                    ELSE false
                END) $sql$, reader, own_name)],
        ['feed_event', format('(%s) AND (NOT of_the_desk OR %s)', has_a_part, at_the_desk)],
        -- A record is its party's; people at the desk find in it no case of a party close to them.
        ['party_record_window', format($sql$
            CASE %1$s
                WHEN 'platform' THEN true
                WHEN 'agent' THEN
                    EXISTS (SELECT FROM read_model.party_record_case c WHERE c.subject = party_record_window.owner)
                ELSE owed_by = %2$s
            END $sql$, reader, as_party)],
        -- How people at the desk do is for the platform.
        ['party_record_desk', format('%s = ''platform''', reader)],
        ['party_record_rating', format($sql$
            CASE %1$s
                WHEN 'platform' THEN true
                WHEN 'agent' THEN
                    EXISTS (SELECT FROM read_model.party_record_case c WHERE c.subject = party_record_rating.case_subject)
                ELSE rated = %2$s
            END $sql$, reader, as_party)],
        ['party_record_case', format($sql$
            CASE %1$s
                WHEN 'platform' THEN true
                WHEN 'agent' THEN
                    right(consumer, -length('consumer:'))
                        <> ALL ((SELECT current_setting('redress.avoided_consumers', true))::text[])
                    AND right(merchant, -length('merchant:'))
                        <> ALL ((SELECT current_setting('redress.avoided_merchants', true))::text[])
                    AND COALESCE(right(operator, -length('room-operator:')), right(merchant, -length('merchant:')))
                        <> ALL ((SELECT current_setting('redress.avoided_operators', true))::text[])
                ELSE %2$s IN (consumer, merchant, operator)
            END $sql$, reader, as_party)],
        -- What is stated openly is for whoever comes by; the rest is for those whom it names and for the platform.
        ['statement', format($sql$
            CASE %1$s
                WHEN 'platform' THEN true
                WHEN 'merchant' THEN open OR merchant = %2$s OR (operator = %2$s AND merchant = '')
                WHEN 'operator' THEN open OR (operator = %2$s AND operator <> merchant)
                WHEN 'agent' THEN open OR (
                    merchant <> ALL ((SELECT current_setting('redress.avoided_merchants', true))::text[])
                    AND operator <> ALL ((SELECT current_setting('redress.avoided_operators', true))::text[]))
                WHEN 'consumer' THEN open
                WHEN 'nobody' THEN open
                ELSE false
            END $sql$, reader, own_name)],
        ['kept_case', has_a_part],
        ['kept_record', 'EXISTS (SELECT FROM read_model.kept_case c WHERE c.subject = kept_record.subject)'],
        ['kept_hold', format('%s
            AND EXISTS (SELECT FROM read_model.kept_case c WHERE c.subject = kept_hold.subject)', at_the_desk)],
        ['kept_opening', format('%s
            AND EXISTS (SELECT FROM read_model.kept_case c WHERE c.subject = kept_opening.subject)', at_the_desk)],
        -- The person concerned and the platform learn who read.
        ['kept_reading', format('(%s OR %s = ''consumer'')
            AND EXISTS (SELECT FROM read_model.kept_case c WHERE c.subject = kept_reading.subject)', at_the_desk, reader)],
        ['kept_person', format('%s OR person = %s', at_the_desk, as_party)],
        ['statement_version', 'EXISTS (SELECT FROM read_model.statement s WHERE s.subject = statement_version.subject)'],
        ['party_record_intervention', 'EXISTS (
            SELECT FROM read_model.party_record_case c WHERE c.subject = party_record_intervention.case_subject)']];
BEGIN
    FOREACH sheet SLICE 1 IN ARRAY sheets LOOP
        EXECUTE format('ALTER TABLE read_model.%I ENABLE ROW LEVEL SECURITY', sheet[1]);
        EXECUTE format('DROP POLICY IF EXISTS who_may_read ON read_model.%I', sheet[1]);
        EXECUTE format('CREATE POLICY who_may_read ON read_model.%I FOR SELECT TO redress_reader USING (%s)',
            sheet[1], sheet[2]);
        EXECUTE format('GRANT SELECT ON read_model.%I TO redress_reader', sheet[1]);
    END LOOP;
END $$;
