-- A slip takes nothing with it: a key is destroyed by emptying it, and never made another or thrown away; only that of an
-- upload goes with the upload's last bytes. Whoever owns the table can switch a trigger off; the service cannot.
CREATE FUNCTION personal.refuse_to_lose_keys() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'keys are destroyed one by one, and never changed or thrown away' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER keys_are_only_destroyed
    BEFORE UPDATE ON personal.data_key
    FOR EACH ROW
    WHEN (OLD.wrapped IS NULL OR NEW.wrapped IS NOT NULL
        OR (NEW.id, NEW.person, NEW.kept_for, NEW.made_at) IS DISTINCT FROM (OLD.id, OLD.person, OLD.kept_for, OLD.made_at))
    EXECUTE FUNCTION personal.refuse_to_lose_keys();
CREATE TRIGGER keys_of_cases_stay
    BEFORE DELETE ON personal.data_key
    FOR EACH ROW WHEN (OLD.kept_for NOT LIKE 'file:%')
    EXECUTE FUNCTION personal.refuse_to_lose_keys();
CREATE TRIGGER keys_stay
    BEFORE TRUNCATE ON personal.data_key
    FOR EACH STATEMENT EXECUTE FUNCTION personal.refuse_to_lose_keys();

-- Without its proof, any other wrapping key would pass for that of this database.
CREATE TRIGGER the_proof_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON personal.wrapping_key
    FOR EACH STATEMENT EXECUTE FUNCTION personal.refuse_to_lose_keys();
