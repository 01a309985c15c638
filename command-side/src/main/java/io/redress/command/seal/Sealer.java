package io.redress.command.seal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals what has been stored since the last seal, every few seconds. Events are sealed in the order of their index, which
 * is that of their commits: whoever sees one sees all before it, and no later one gets a lower index. Of several nodes one
 * seals at a time, and each writes every seal into its own file.
 *
 * <p>A seal is one row, so a crash leaves it or does not. Where the file has a seal that the database has not, or another
 * in its place, the database is not the one that was sealed: then this node seals nothing more and says so.
 */
public final class Sealer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sealer.class);

    /** So that the end of the file, which is read, holds the last seal. */
    private static final int FILES_MAX = 100;

    private static final int NOTES_AT_ONCE = 100;

    /** Among so many of the last seals one that is gone is missed at once: those of a day, if there is always something new. */
    private static final int MISSED_AT_ONCE = 6_000;

    private final Stored stored;
    private final TransactionTemplate transaction;
    private final SealKeys keys;
    private final SealFile file;
    private final InstantSource operationalClock;
    private final Duration every;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sealer").daemon().factory());
    private volatile @Nullable String trouble;
    private volatile @Nullable String newest;

    public Sealer(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            SealKeys keys,
            SealFile file,
            InstantSource operationalClock,
            Duration every) {
        this.stored = new Stored(sql);
        this.transaction = new TransactionTemplate(transactions);
        this.keys = keys;
        this.file = file;
        this.operationalClock = operationalClock;
        this.every = every;
    }

    /**
     * How things stand.
     *
     * @param secondsBehind for how long the oldest event that is not sealed has been stored, by the database's clock
     * @param trouble why nothing was sealed when that was last tried
     */
    public record Status(Optional<Seal> last, double secondsBehind, Optional<String> trouble) {}

    /** The database is not the one that was sealed. */
    public static final class Disagreement extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Disagreement(String message) {
            super(message);
        }
    }

    public void start() {
        var _ = timer.scheduleWithFixedDelay(this::run, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            sealAll();
            trouble = null;
        } catch (RuntimeException e) {
            if (!e.toString().equals(trouble)) { // once is enough
                log.error("nothing was sealed, which will be tried again: {}", e.toString());
            }
            trouble = e.toString();
        }
    }

    /** Seals all that is there. */
    public synchronized void sealAll() {
        agree();
        while (Boolean.TRUE.equals(transaction.execute(_ -> sealMore()))) {
            copy();
        }
        copy();
    }

    /** One seal; whether there may be more to seal. */
    private boolean sealMore() {
        if (!stored.nobodyElseSeals()) {
            return false;
        }
        Optional<Stored.Kept> last = stored.lastSeal();
        String before = last.map(kept -> text(kept.note())).orElse("");
        Optional<Seal> seal = last.map(_ -> Seal.of(before));
        HashTree tree = seal.map(said -> last.get().peaks().tree(said.size())).orElseGet(HashTree::new);
        if (seal.isPresent() && !tree.is(seal.get().size(), seal.get().root())) {
            throw new Disagreement("the peaks of seal " + seal.get().number() + " are not those of its root");
        }
        long sealed = seal.map(Seal::lastEvent).orElse(Long.MIN_VALUE);
        List<Leaf> leaves = new ArrayList<>(stored.events(sealed, Long.MAX_VALUE));
        long upTo = leaves.isEmpty()
                ? seal.map(Seal::lastEvent).orElse(0L)
                : leaves.getLast().event();
        boolean more = leaves.size() == Stored.BATCH;
        List<String> files = stored.unsealedFiles(FILES_MAX);
        files.forEach(id -> leaves.add(stored.file(id, false).orElseThrow()));
        if (leaves.isEmpty()) {
            return false;
        }
        List<Stored.Subtree> subtrees = new ArrayList<>();
        leaves.forEach(leaf -> tree.add(leaf.hash(), Stored.Subtree.into(subtrees)));
        Seal next = new Seal(
                seal.map(Seal::number).orElse(0L) + 1,
                tree.size(),
                tree.root(),
                upTo,
                files,
                now(),
                seal.isEmpty() ? Seal.NONE : Seal.hash(before));
        stored.keep(next.number(), keys.sign(next.text(keys.log())), leaves, tree, subtrees, files);
        return more || files.size() == FILES_MAX;
    }

    private Instant now() {
        return operationalClock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private String text(String note) {
        return keys.open(note)
                .orElseThrow(
                        () -> new Disagreement(
                                "the last seal bears no signature of a key that is believed here; is it another node's key, or an earlier one?"));
    }

    /** No seal is gone from the database, and the last of the file is there. */
    private void agree() {
        if (stored.isBroken(MISSED_AT_ONCE)) {
            throw new Disagreement("a seal is gone from the database; redress seal verify says which");
        }
        Optional<String> outside = file.last();
        if (outside.isEmpty()) {
            return;
        }
        long number = Seal.of(text(outside.get())).number();
        if (!stored.hasSeal(number, outside.get())) {
            throw new Disagreement("seal " + number + " of " + file.path()
                    + " is not in the database: it was changed, or is an older copy of itself");
        }
    }

    /** Writes into the file what it lacks. */
    private void copy() {
        long number = file.last().map(note -> Seal.of(text(note)).number()).orElse(0L);
        List<Stored.Kept> lacking = stored.seals(number, NOTES_AT_ONCE);
        while (!lacking.isEmpty()) {
            file.append(lacking.stream().map(Stored.Kept::note).toList());
            lacking = stored.seals(lacking.getLast().number(), NOTES_AT_ONCE);
        }
        newest = file.last().orElse(null);
    }

    /** The last seal that this node knows of. */
    public Optional<String> newest() {
        return Optional.ofNullable(newest);
    }

    public Status status() {
        Optional<Seal> last = last();
        return new Status(last, secondsBehind(last), trouble());
    }

    /** Why nothing was sealed when that was last tried. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private Optional<Seal> last() {
        return stored.lastNote().flatMap(keys::open).map(Seal::of);
    }

    private double secondsBehind(Optional<Seal> last) {
        return stored.secondsBehind(last.map(Seal::lastEvent).orElse(Long.MIN_VALUE));
    }

    /** For how long the oldest event that is not sealed has been stored. */
    public double secondsBehind() {
        return secondsBehind(last());
    }

    /** How long ago the last seal was made; nothing before the first. */
    public Optional<Duration> age() {
        return last().map(seal -> Duration.between(seal.at(), operationalClock.instant()));
    }

    /** What was stored last is sealed before it ends. */
    @Override
    public void close() {
        timer.execute(this::run);
        timer.shutdown();
        try {
            if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
                Objects.requireNonNull(timer.shutdownNow());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
