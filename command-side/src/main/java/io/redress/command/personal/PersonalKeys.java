package io.redress.command.personal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.f4b6a3.ulid.UlidCreator;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.subtle.Random;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.command.store.Append;
import io.redress.command.store.CommitParticipant;
import io.redress.command.store.NotStored;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One key for each person in each case, made when the person's first word or file there is stored, in the same
 * transaction, and wrapped by a key that is not in the database. To destroy it is to forget what it sealed, in every
 * table, copy and backup of what is not this.
 */
public final class PersonalKeys implements CommitParticipant {
    /** How long a node still reads with a key that another node destroyed. */
    private static final Duration HELD = Duration.ofMinutes(1);

    private static final int HELD_MAX = 10_000;

    /** Too many to try: a digest alone tells nothing of a short text. */
    public static final int SALT_BYTES = 16;

    private static final byte[] PROOF = "redress".getBytes(UTF_8);

    private final JdbcClient sql;
    private final Aead wrapping;
    private final InstantSource operationalClock;
    private final Cache<String, Aead> held =
            Caffeine.newBuilder().maximumSize(HELD_MAX).expireAfterWrite(HELD).build();
    private final Cache<Place, Key> inUse =
            Caffeine.newBuilder().maximumSize(HELD_MAX).expireAfterWrite(HELD).build();

    public PersonalKeys(JdbcClient sql, Aead wrapping, InstantSource operationalClock) {
        this.sql = sql;
        this.wrapping = wrapping;
        this.operationalClock = operationalClock;
    }

    /** A key, or what is left of one that was destroyed: its id, and the case or upload that it was kept for. */
    public record Key(String id, String keptFor, @Nullable Aead aead) {}

    /**
     * Whether the wrapping key is the one that this database was begun with; the first one is.
     */
    public boolean isOfThisDatabase() {
        sql.sql("INSERT INTO personal.wrapping_key (proof) VALUES (:proof) ON CONFLICT DO NOTHING")
                .param("proof", encrypt(wrapping, PROOF, PROOF))
                .update();
        byte[] proof = sql.sql("SELECT proof FROM personal.wrapping_key")
                .query((row, _) -> row.getBytes("proof"))
                .single();
        try {
            wrapping.decrypt(proof, PROOF);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    // ---- texts

    /** A text of an event, under the key of whoever did it. */
    public PersonalText.Sealed seal(Event in, String text) {
        return seal(in.by(), in.subject(), text);
    }

    private PersonalText.Sealed seal(Party person, SubjectId of, String text) {
        Append act = Append.beingSerialized();
        Key key = act == null ? key(person.toString(), of.toString()) : key(person.toString(), of.toString(), act);
        byte[] salted = salted(text);
        Base64.Encoder base64 = Base64.getEncoder();
        return new PersonalText.Sealed(
                key.id(),
                base64.encodeToString(encrypt(aead(key), salted, bound(of.toString()))),
                base64.encodeToString(sha256(salted)));
    }

    /** The keys of a case, by their ids, in one question. */
    public Map<String, Key> of(List<SubjectId> cases) {
        Map<String, Key> keys = new HashMap<>();
        sql.sql("SELECT id, kept_for, wrapped FROM personal.data_key WHERE kept_for = ANY (:cases)")
                .param("cases", cases.stream().map(SubjectId::toString).toArray(String[]::new))
                .query((row, _) -> opened(row))
                .list()
                .forEach(key -> keys.put(key.id(), key));
        return keys;
    }

    /** A salt, and behind it the text. */
    private static byte[] salted(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] salted = Arrays.copyOf(Random.randBytes(SALT_BYTES), SALT_BYTES + bytes.length);
        System.arraycopy(bytes, 0, salted, SALT_BYTES, bytes.length);
        return salted;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the text says, or nothing when its key was destroyed. */
    public static Optional<String> open(@Nullable Key key, SubjectId of, PersonalText.Sealed sealed) {
        return salted(key, of, sealed).map(salted -> new String(salted, SALT_BYTES, salted.length - SALT_BYTES, UTF_8));
    }

    /**
     * The salt, of {@value #SALT_BYTES} bytes, and behind it the text in UTF-8: what the digest beside the sealed text is
     * the SHA-256 of. Nothing when the key was destroyed.
     */
    public static Optional<byte[]> salted(@Nullable Key key, SubjectId of, PersonalText.Sealed sealed) {
        if (key == null || key.aead() == null) {
            return Optional.empty();
        }
        return Optional.of(decrypt(key.aead(), Base64.getDecoder().decode(sealed.sealed()), bound(of.toString())));
    }

    // ---- what a party's own system says

    /** The key of a party in a case, to seal with it in the same transaction. */
    public Key ofParty(Party party, SubjectId of) {
        return key(party.toString(), of.toString());
    }

    /** A key by its id; nothing when it is not there or was destroyed. */
    public Optional<Aead> find(String id) {
        return sql.sql("SELECT id, kept_for, wrapped FROM personal.data_key WHERE id = :id AND wrapped IS NOT NULL")
                .param("id", id)
                .query((row, _) -> opened(row))
                .optional()
                .map(PersonalKeys::aead);
    }

    public static byte[] seal(Key key, byte[] bytes, String place) {
        return encrypt(aead(key), bytes, bound(place));
    }

    public static byte[] open(Aead key, byte[] sealed, String place) {
        return decrypt(key, sealed, bound(place));
    }

    // ---- bytes of files

    /** A piece of a file, under a key that its upload has alone. */
    public byte[] seal(String person, String upload, long firstByte, byte[] piece) {
        return encrypt(aead(key(person, ofUpload(upload))), piece, bound(upload + "@" + firstByte));
    }

    /** The key of an upload; nothing when it was destroyed, or the upload has none. */
    public Optional<Aead> ofFile(String upload) {
        return sql.sql(
                        "SELECT id, kept_for, wrapped FROM personal.data_key WHERE kept_for = :of AND wrapped IS NOT NULL")
                .param("of", ofUpload(upload))
                .query((row, _) -> opened(row))
                .optional()
                .map(PersonalKeys::aead);
    }

    /** A piece of a file as it came. */
    public static byte[] open(Aead key, String upload, long firstByte, byte[] sealed) {
        return decrypt(key, sealed, bound(upload + "@" + firstByte));
    }

    /** With the last bytes of an upload its key is of no use. */
    public void drop(String upload) {
        sql.sql("DELETE FROM personal.data_key WHERE kept_for = :of")
                .param("of", ofUpload(upload))
                .update();
    }

    private static String ofUpload(String upload) {
        return "file:" + upload;
    }

    // ---- destroying

    /** How many keys a case has, with those of what was said about keeping it and of these uploads. */
    public int count(SubjectId of, List<String> uploads) {
        return sql.sql("SELECT count(*) FROM personal.data_key WHERE kept_for = ANY (:kept) AND wrapped IS NOT NULL")
                .param("kept", kept(of, uploads).toArray(String[]::new))
                .query(Integer.class)
                .single();
    }

    private static List<String> kept(SubjectId of, List<String> uploads) {
        List<String> kept = new ArrayList<>(List.of(of.toString(), of.record().toString()));
        uploads.forEach(upload -> kept.add(ofUpload(upload)));
        return kept;
    }

    /** Destroys the keys of a case and of these uploads; gives how many there were. */
    public int destroy(SubjectId of, List<String> uploads) {
        List<String> kept = kept(of, uploads);
        List<String> ids = sql.sql("""
                        UPDATE personal.data_key SET wrapped = NULL, destroyed_at = :now
                        WHERE kept_for = ANY (:kept) AND wrapped IS NOT NULL RETURNING id""")
                .param("now", operationalClock.instant().atOffset(ZoneOffset.UTC))
                .param("kept", kept.toArray(String[]::new))
                .query((row, _) -> row.getString("id"))
                .list();
        held.invalidateAll(ids);
        inUse.asMap().keySet().removeIf(place -> kept.contains(place.keptFor()));
        return ids.size();
    }

    // ---- keys

    /** Who is kept a key in which case. */
    private record Place(String person, String keptFor) {}

    /** A key with which an act sealed something; where the act made it, with how it is to be stored. */
    private record Used(Place place, Key key, Optional<Wrapped> made) {}

    private static final class Wrapped {
        private final byte[] bytes;

        Wrapped(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** The keys with which an act sealed something. */
    private record KeysOfAnAct(Map<Place, Used> used) {}

    /**
     * The key in use, or one that is made now, for an act that is about to be stored: when it is, the key is stored with
     * it, or it is found that nobody destroyed it meanwhile.
     */
    private Key key(String person, String keptFor, Append act) {
        KeysOfAnAct keys = act.noted(KeysOfAnAct.class);
        if (keys == null) {
            keys = new KeysOfAnAct(new LinkedHashMap<>());
            act.note(KeysOfAnAct.class, keys);
        }
        return keys.used()
                .computeIfAbsent(new Place(person, keptFor), this::used)
                .key();
    }

    private Used used(Place place) {
        Key known = inUse.getIfPresent(place);
        if (known == null) {
            known = stored(place, "").orElse(null);
        }
        if (known != null) {
            inUse.put(place, known);
            return new Used(place, known, Optional.empty());
        }
        KeysetHandle made = Keysets.made();
        return new Used(place, new Key(newId(), place.keptFor(), aead(made)), Optional.of(new Wrapped(wrapped(made))));
    }

    private static Aead aead(KeysetHandle made) {
        try {
            return Keysets.aead(made);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of a person cannot be used", e);
        }
    }

    private static String newId() {
        return "key_" + UlidCreator.getMonotonicUlid().toLowerCase();
    }

    /**
     * An act whose key was destroyed since it sealed with it, or for whose person somebody else made one meanwhile, is not
     * stored: it is done again, with the key that is in use then. Until the end of the transaction nobody destroys one.
     */
    @Override
    public void write(List<Append> acts) {
        Map<Append, KeysOfAnAct> keys = new LinkedHashMap<>();
        for (Append act : acts) {
            KeysOfAnAct of = act.noted(KeysOfAnAct.class);
            if (of != null) {
                keys.put(act, of);
            }
        }
        if (keys.isEmpty()) {
            return;
        }
        List<Used> used = keys.values().stream()
                .flatMap(of -> of.used().values().stream())
                .toList();
        store(used.stream().filter(key -> key.made().isPresent()).toList());
        Set<String> there = new HashSet<>(sql.sql("""
                        SELECT id FROM personal.data_key WHERE id = ANY (?) AND destroyed_at IS NULL ORDER BY id FOR SHARE""")
                .param(used.stream().map(key -> key.key().id()).toArray(String[]::new))
                .query(String.class)
                .list());
        Map<Append, RuntimeException> lost = new LinkedHashMap<>();
        keys.forEach((act, of) -> of.used().forEach((place, key) -> {
            if (!there.contains(key.key().id())) {
                inUse.invalidate(place);
                lost.put(act, new OptimisticLockingFailureException("a key is not in use any more"));
            }
        }));
        if (!lost.isEmpty()) {
            throw new NotStored(lost);
        }
    }

    private void store(List<Used> made) {
        if (made.isEmpty()) {
            return;
        }
        sql.sql("""
                INSERT INTO personal.data_key (made_at, id, person, kept_for, wrapped)
                SELECT :now, k.* FROM unnest(:ids::text[], :persons::text[], :keptFor::text[], :wrapped::bytea[]) k
                ON CONFLICT DO NOTHING""")
                .param("now", operationalClock.instant().atOffset(ZoneOffset.UTC))
                .param("ids", made.stream().map(key -> key.key().id()).toArray(String[]::new))
                .param("persons", made.stream().map(key -> key.place().person()).toArray(String[]::new))
                .param(
                        "keptFor",
                        made.stream().map(key -> key.place().keptFor()).toArray(String[]::new))
                .param(
                        "wrapped",
                        made.stream().map(key -> key.made().orElseThrow().bytes).toArray(byte[][]::new))
                .update();
    }

    /** The key in use, made when there is none: in the transaction of what it seals, so that none is left alone. */
    private Key key(String person, String keptFor) {
        return inUse(person, keptFor).orElseGet(() -> {
            KeysetHandle made = Keysets.made();
            sql.sql("""
                    INSERT INTO personal.data_key (id, person, kept_for, wrapped, made_at)
                    VALUES (:id, :person, :keptFor, :wrapped, :now) ON CONFLICT DO NOTHING""")
                    .param("id", newId())
                    .param("person", person)
                    .param("keptFor", keptFor)
                    .param("wrapped", wrapped(made))
                    .param("now", operationalClock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            return inUse(person, keptFor).orElseThrow();
        });
    }

    /** Held until the end of the transaction: nobody destroys it while something is sealed with it. */
    private Optional<Key> inUse(String person, String keptFor) {
        return stored(new Place(person, keptFor), " FOR SHARE");
    }

    private Optional<Key> stored(Place place, String held) {
        return sql.sql("""
                        SELECT id, kept_for, wrapped FROM personal.data_key
                        WHERE kept_for = :keptFor AND person = :person AND destroyed_at IS NULL""" + held)
                .param("keptFor", place.keptFor())
                .param("person", place.person())
                .query((row, _) -> opened(row))
                .optional();
    }

    private Key opened(ResultSet row) throws SQLException {
        String id = row.getString("id");
        byte @Nullable [] wrapped = row.getBytes("wrapped");
        if (wrapped == null) {
            held.invalidate(id);
            return new Key(id, row.getString("kept_for"), null);
        }
        return new Key(id, row.getString("kept_for"), held.get(id, _ -> unwrapped(wrapped)));
    }

    private static Aead aead(Key key) {
        if (key.aead() == null) {
            throw new IllegalStateException("a key in use was destroyed");
        }
        return key.aead();
    }

    private byte[] wrapped(KeysetHandle key) {
        try {
            return TinkProtoKeysetFormat.serializeEncryptedKeyset(key, wrapping, PROOF);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of a person cannot be wrapped", e);
        }
    }

    private Aead unwrapped(byte[] wrapped) {
        try {
            return Keysets.aead(TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, wrapping, PROOF));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of a person cannot be unwrapped", e);
        }
    }

    /** What is sealed is bound to its place: it opens nowhere else. */
    private static byte[] bound(String place) {
        return place.getBytes(UTF_8);
    }

    private static byte[] encrypt(Aead key, byte[] bytes, byte[] place) {
        try {
            return key.encrypt(bytes, place);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("personal data cannot be sealed", e);
        }
    }

    private static byte[] decrypt(Aead key, byte[] bytes, byte[] place) {
        try {
            return key.decrypt(bytes, place);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("personal data is not what was sealed", e);
        }
    }
}
