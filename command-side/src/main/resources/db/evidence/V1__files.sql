-- Files that parties show as evidence. Nothing here can be made from the events again: they hold the hash of a file,
-- and this holds its bytes.

-- What a party stages for a case, and later submits. There is no name of a file: people write in it what they like.
CREATE TABLE evidence.file (
    id           text COLLATE "C" PRIMARY KEY,
    subject      text COLLATE "C" NOT NULL,
    consumer     text COLLATE "C" NOT NULL,
    merchant     text COLLATE "C" NOT NULL,
    operator     text COLLATE "C" NOT NULL,
    -- whose it is, as role:name
    party        text COLLATE "C" NOT NULL,
    -- as announced; found to be so when all has come
    type         text COLLATE "C" NOT NULL,
    bytes        bigint           NOT NULL CHECK (bytes > 0),
    -- how much has come
    received     bigint           NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND bytes),
    -- of what has come, when it was checked
    sha256       text COLLATE "C" CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    supersedes   text COLLATE "C" REFERENCES evidence.file (id),
    -- on the operational clock
    staged_at    timestamptz      NOT NULL,
    -- on the legal clock
    submitted_at timestamptz,
    CHECK (sha256 IS NULL OR received = bytes),
    CHECK (submitted_at IS NULL OR sha256 IS NOT NULL)
);

-- What belongs to this case?
CREATE INDEX file_by_case ON evidence.file (subject, id);
-- Does anybody still use these bytes?
CREATE INDEX file_by_content ON evidence.file (party, sha256);
-- What was staged and forgotten?
CREATE INDEX file_by_age ON evidence.file (staged_at) WHERE submitted_at IS NULL;
-- What has a party staged, and how much of it?
CREATE INDEX file_by_party ON evidence.file (party) WHERE submitted_at IS NULL;
-- How much is taken of the room?
CREATE INDEX file_by_size ON evidence.file (bytes);
-- A file is superseded once.
CREATE UNIQUE INDEX superseded_once ON evidence.file (supersedes) WHERE submitted_at IS NOT NULL;

-- Bytes by what they are: those of one party are kept once, however often it shows them. Two parties share none, so that
-- the bytes of one can be encrypted and forgotten without the other.
CREATE TABLE evidence.content (
    party  text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    -- the file with which they came, under which their pieces are kept
    upload text COLLATE "C" NOT NULL UNIQUE,
    PRIMARY KEY (party, sha256)
);

ALTER TABLE evidence.file ADD FOREIGN KEY (party, sha256) REFERENCES evidence.content (party, sha256);

CREATE TABLE evidence.piece (
    upload     text COLLATE "C" NOT NULL,
    first_byte bigint           NOT NULL,
    bytes      bytea            NOT NULL CHECK (octet_length(bytes) > 0),
    -- a bit that turns over on the disk is noticed when it is read
    sha256     bytea            NOT NULL CHECK (octet_length(sha256) = 32),
    PRIMARY KEY (upload, first_byte)
);
-- They are compressed already.
ALTER TABLE evidence.piece ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Written once: what was submitted is never changed nor taken away, whoever tries.
CREATE FUNCTION evidence.stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'file' THEN
        IF OLD.submitted_at IS NOT NULL THEN
            RAISE EXCEPTION 'a submitted file stays';
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'bytes are written once';
    ELSIF TG_TABLE_NAME = 'piece' THEN
        IF EXISTS (SELECT FROM evidence.content WHERE upload = OLD.upload) THEN
            RAISE EXCEPTION 'the bytes of a file stay';
        END IF;
    ELSIF EXISTS (SELECT FROM evidence.file WHERE party = OLD.party AND sha256 = OLD.sha256) THEN
        RAISE EXCEPTION 'the content of a file stays';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON evidence.file FOR EACH ROW EXECUTE FUNCTION evidence.stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON evidence.content FOR EACH ROW EXECUTE FUNCTION evidence.stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON evidence.piece FOR EACH ROW EXECUTE FUNCTION evidence.stays();

-- The second lock, as on the sheets: what was submitted is for the parties of the case and for the desk, what is only
-- staged for whoever staged it and for the platform's systems.
GRANT USAGE ON SCHEMA evidence TO redress_reader;
GRANT SELECT ON evidence.file, evidence.content, evidence.piece TO redress_reader;
ALTER TABLE evidence.file ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence.content ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence.piece ENABLE ROW LEVEL SECURITY;

CREATE POLICY who_may_read ON evidence.file FOR SELECT TO redress_reader USING (
    CASE (SELECT current_setting('redress.reader', true))
        WHEN 'platform' THEN true
        WHEN 'consumer' THEN consumer = (SELECT current_setting('redress.name', true))
            AND (submitted_at IS NOT NULL OR party = (SELECT 'consumer:' || current_setting('redress.name', true)))
        WHEN 'merchant' THEN merchant = (SELECT current_setting('redress.name', true))
            AND (submitted_at IS NOT NULL OR party = (SELECT 'merchant:' || current_setting('redress.name', true)))
        WHEN 'operator' THEN operator = (SELECT current_setting('redress.name', true)) AND operator <> merchant
            AND (submitted_at IS NOT NULL OR party = (SELECT 'room-operator:' || current_setting('redress.name', true)))
        WHEN 'agent' THEN submitted_at IS NOT NULL
            AND consumer <> ALL ((SELECT current_setting('redress.avoided_consumers', true))::text[])
            AND merchant <> ALL ((SELECT current_setting('redress.avoided_merchants', true))::text[])
            AND operator <> ALL ((SELECT current_setting('redress.avoided_operators', true))::text[])
        ELSE false
    END);
CREATE POLICY who_may_read ON evidence.content FOR SELECT TO redress_reader USING (
    EXISTS (SELECT FROM evidence.file f WHERE f.party = content.party AND f.sha256 = content.sha256));
CREATE POLICY who_may_read ON evidence.piece FOR SELECT TO redress_reader USING (
    EXISTS (SELECT FROM evidence.content c WHERE c.upload = piece.upload));
