package io.redress.command.seal;

import io.redress.api.EventName;
import io.redress.api.intervention.EvidenceSubmitted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares what is stored with what was sealed, from the first event to the last that is sealed, and names what differs.
 * Where a seal is also outside the database, that one is believed.
 */
public final class Verification {
    private static final String SUBMITTED =
            EvidenceSubmitted.class.getAnnotation(EventName.class).value();
    private static final int SEALS_AT_ONCE = 50;

    private final Stored stored;
    private final SealKeys keys;
    private final LongConsumer progress;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> sealedFiles = new HashSet<>();
    private HashTree tree = new HashTree();
    private long sealedUpTo = Long.MIN_VALUE;
    private @Nullable Seal last;
    private String lastHash = Seal.NONE;
    private long seals;
    private long events;

    private Verification(JdbcClient sql, SealKeys keys, LongConsumer progress) {
        this.stored = new Stored(sql);
        this.keys = keys;
        this.progress = progress;
    }

    /**
     * What was found.
     *
     * @param events how many sealed ones were read
     * @param last the last seal, up to which this holds
     * @param unsealed how many events are stored behind it
     */
    public record Report(
            List<Finding> findings, long seals, long events, long files, Optional<Seal> last, long unsealed) {}

    /**
     * Reads everything that was sealed, and compares.
     *
     * @param outside the seals of the file outside the database
     * @param progress is told how many events were read
     */
    public static Report of(JdbcClient sql, SealKeys keys, List<String> outside, LongConsumer progress) {
        return new Verification(sql, keys, progress).report(outside);
    }

    private Report report(List<String> outside) {
        Map<Long, String> kept = opened(outside);
        long number = 0;
        List<Stored.Kept> batch = stored.seals(0, SEALS_AT_ONCE);
        while (!batch.isEmpty()) {
            for (Stored.Kept row : batch) {
                number = upTo(row.number() - 1, number, kept);
                check(row.number(), kept.remove(row.number()), row);
                number = row.number();
            }
            batch = stored.seals(number, SEALS_AT_ONCE);
        }
        long most = kept.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        upTo(most, number, kept);
        long unsealed = stored.eventsBehind(sealedUpTo, null);
        lookForOtherFiles();
        return new Report(
                List.copyOf(findings), seals, events, sealedFiles.size(), Optional.ofNullable(last), unsealed);
    }

    /** Seals that the database does not have. */
    private long upTo(long upTo, long after, Map<Long, String> kept) {
        for (long number = after + 1; number <= upTo; number++) {
            findings.add(new Finding(Finding.Kind.SEAL_GONE, name(number)));
            String outside = kept.remove(number);
            if (outside != null) {
                check(number, outside, null);
            }
        }
        return Math.max(after, upTo);
    }

    private static String name(long number) {
        return "seal " + number;
    }

    /** The notes outside by the number of their seal. */
    private Map<Long, String> opened(List<String> outside) {
        Map<Long, String> opened = new LinkedHashMap<>();
        for (int n = 0; n < outside.size(); n++) {
            Optional<Seal> seal = keys.open(outside.get(n)).flatMap(Verification::read);
            if (seal.isEmpty() || seal.get().number() != n + 1) {
                findings.add(new Finding(Finding.Kind.OUTSIDE_UNSIGNED, name(n + 1)));
            } else {
                opened.put(seal.get().number(), outside.get(n));
            }
        }
        return opened;
    }

    private static Optional<Seal> read(String text) {
        try {
            return Optional.of(Seal.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void check(long number, @Nullable String outside, Stored.@Nullable Kept row) {
        seals++;
        if (outside != null && row != null && !row.note().equals(outside)) {
            findings.add(new Finding(Finding.Kind.SEAL_CHANGED, name(number)));
        }
        String note = outside != null ? outside : Objects.requireNonNull(row).note();
        Optional<String> text = keys.open(note);
        Optional<Seal> said = text.flatMap(Verification::read);
        if (said.isEmpty()) {
            findings.add(new Finding(Finding.Kind.SEAL_UNSIGNED, name(number)));
            return; // what it sealed is looked at with the next
        }
        Seal seal = said.get();
        if (seal.number() != number || !seal.previous().equals(lastHash)) {
            findings.add(new Finding(Finding.Kind.SEAL_OUT_OF_CHAIN, name(number)));
        }
        compare(seal, row);
        sealedUpTo = seal.lastEvent();
        last = seal;
        lastHash = Seal.hash(text.orElseThrow());
    }

    private void compare(Seal seal, Stored.@Nullable Kept row) {
        List<Leaf> found = events(sealedUpTo, seal.lastEvent());
        List<@Nullable Leaf> files = new ArrayList<>();
        for (String id : seal.files()) {
            sealedFiles.add(id);
            files.add(stored.file(id, true).orElse(null));
        }
        HashTree grown = tree.copy();
        List<Stored.Subtree> subtrees = new ArrayList<>();
        Stream.concat(found.stream(), files.stream().filter(Objects::nonNull))
                .forEach(leaf -> grown.add(leaf.hash(), Stored.Subtree.into(subtrees)));
        if (grown.is(seal.size(), seal.root())) {
            tree = grown;
            if (row != null
                    && !(isKeptWith(row, found, files) && subtrees.stream().allMatch(stored::has))) {
                findings.add(new Finding(Finding.Kind.LIST_CHANGED, name(seal.number())));
            }
            return;
        }
        HashTree expected = tree.copy();
        if (row != null) {
            row.leaves().forEach(leaf -> expected.add(leaf.hash()));
        }
        int before = findings.size();
        if (row != null && expected.is(seal.size(), seal.root())) {
            int of = row.leaves().size() - seal.files().size();
            nameEvents(row.leaves().subList(0, of), found);
            nameFiles(seal.files(), row.leaves().subList(of, row.leaves().size()), files);
            tree = expected;
        } else if (row != null && row.peaks().tree(seal.size()).is(seal.size(), seal.root())) {
            tree = row.peaks().tree(seal.size());
        }
        if (findings.size() == before) {
            findings.add(new Finding(Finding.Kind.PART_CHANGED, name(seal.number())));
        }
    }

    private static boolean isKeptWith(Stored.Kept row, List<Leaf> found, List<@Nullable Leaf> files) {
        List<@Nullable Leaf> all = new ArrayList<>(found);
        all.addAll(files);
        boolean same = all.size() == row.leaves().size();
        for (int n = 0; same && n < all.size(); n++) {
            Leaf leaf = Objects.requireNonNull(all.get(n));
            same = leaf.is(row.leaves().get(n))
                    && leaf.event() == row.leaves().get(n).event();
        }
        return same;
    }

    private List<Leaf> events(long after, long upTo) {
        List<Leaf> all = new ArrayList<>();
        List<Leaf> batch = stored.events(after, upTo);
        while (!batch.isEmpty()) {
            all.addAll(batch);
            events += batch.size();
            progress.accept(events);
            batch = stored.events(batch.getLast().event(), upTo);
        }
        return all;
    }

    private void nameEvents(List<Leaf> sealed, List<Leaf> found) {
        Map<Long, Leaf> there = new LinkedHashMap<>();
        found.forEach(leaf -> there.put(leaf.event(), leaf));
        for (Leaf leaf : sealed) {
            Leaf now = there.remove(leaf.event());
            if (now == null) {
                findings.add(Finding.event(Finding.Kind.EVENT_GONE, leaf.event()));
            } else if (!now.is(leaf)) {
                findings.add(Finding.event(Finding.Kind.EVENT_CHANGED, leaf.event()));
            }
        }
        there.keySet().forEach(index -> findings.add(Finding.event(Finding.Kind.EVENT_INSERTED, index)));
    }

    private void nameFiles(List<String> ids, List<Leaf> sealed, List<@Nullable Leaf> found) {
        for (int n = 0; n < ids.size(); n++) {
            Leaf now = found.get(n);
            if (now == null) {
                findings.add(new Finding(Finding.Kind.FILE_GONE, ids.get(n)));
            } else if (!now.is(sealed.get(n))) {
                findings.add(new Finding(Finding.Kind.FILE_CHANGED, ids.get(n)));
            }
        }
    }

    /**
     * A file is submitted in the transaction of an event: while none waits for its seal, no file does. Files are asked
     * for first, so that the event of each of them is there to be counted.
     */
    private void lookForOtherFiles() {
        List<String> others = stored.submittedFiles().stream()
                .filter(id -> !sealedFiles.contains(id))
                .toList();
        if (last != null && stored.eventsBehind(sealedUpTo, SUBMITTED) == 0) {
            others.forEach(id -> findings.add(new Finding(Finding.Kind.FILE_INSERTED, id)));
        }
    }
}
