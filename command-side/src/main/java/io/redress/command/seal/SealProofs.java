package io.redress.command.seal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Shows that what is stored is under the last seal, with hashes that lead to the root that it signs. */
public final class SealProofs {
    private final Stored stored;

    public SealProofs(JdbcClient sql) {
        stored = new Stored(sql);
    }

    /**
     * Where something is in the tree, and what leads from there to the root.
     *
     * @param leaf its place, from 0
     * @param hash of the leaf, and each that follows, in Base64
     */
    public record Inclusion(long leaf, String hash, List<String> path) {
        public Inclusion {
            path = List.copyOf(path);
        }
    }

    /**
     * What leads from the root of an earlier seal to that of the last one.
     *
     * @param size of the tree of the earlier seal
     */
    public record Consistency(long seal, long size, String root, List<String> path) {
        public Consistency {
            path = List.copyOf(path);
        }
    }

    /** What a seal says of some of what is stored; what it does not have is left out. */
    public record Proven(Sealed by, Map<Long, Inclusion> events, Map<String, Inclusion> files) {
        public Proven {
            events = Map.copyOf(events);
            files = Map.copyOf(files);
        }
    }

    /** A seal, and the note that signs it. */
    public record Sealed(Seal seal, String note) {
        static Sealed of(String note) {
            return new Sealed(Seal.ofNote(note), note);
        }
    }

    /** The last seal; none before the first. */
    public Optional<Sealed> last() {
        return stored.lastNote().map(Sealed::of);
    }

    /** Shows that these events, by their index, and these files are under this seal. */
    public Proven of(Sealed by, Collection<Long> events, Collection<String> files) {
        Tree tree = new Tree(by.seal());
        return new Proven(
                by,
                tree.all(stored.sealsOfEvents(events), Kept::placeOfEvent),
                tree.all(stored.sealsOfFiles(files), Kept::placeOfFile));
    }

    /** Shows that the tree of an earlier seal is the beginning of that of this one; nothing when there is no such seal. */
    public Optional<Consistency> since(long number, Sealed by) {
        return stored.seals(number - 1, 1).stream()
                .map(kept -> Seal.ofNote(kept.note()))
                .filter(seal -> seal.number() == number && number <= by.seal().number())
                .map(seal -> new Tree(by.seal()).since(seal))
                .findFirst();
    }

    /** These events, by their index, as they are stored and hashed. */
    public List<Row.EventRow> events(Collection<Long> events) {
        return stored.rows(events);
    }

    /** A submitted file as it is stored and hashed. */
    public Optional<Row.FileRow> file(String id) {
        return stored.row(id);
    }

    private static String text(byte[] hash) {
        return Base64.getEncoder().encodeToString(hash);
    }

    private static List<String> texts(List<byte[]> hashes) {
        return hashes.stream().map(SealProofs::text).toList();
    }

    /** A seal with what it added to the tree. */
    private record Kept(Seal seal, List<Leaf> leaves) {
        static Kept of(Stored.Kept row) {
            return new Kept(Seal.ofNote(row.note()), row.leaves());
        }

        int placeOfEvent(long event) {
            List<Leaf> events = leaves.subList(0, leaves.size() - seal.files().size());
            int low = 0;
            int high = events.size() - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (events.get(middle).event() < event) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == high && events.get(low).event() == event ? low : -1;
        }

        int placeOfFile(String file) {
            int place = seal.files().indexOf(file);
            return place < 0 ? -1 : leaves.size() - seal.files().size() + place;
        }
    }

    private interface Place<K> {
        /** Among the leaves of the seal; negative if it is none of them. */
        int in(Kept kept, K what);
    }

    /** The tree of one seal, as it is written down: read where a proof needs it, and no part of it twice. */
    private final class Tree {
        private final Seal seal;
        private final Map<Block, List<byte[]>> blocks = new HashMap<>();
        private final Proofs proofs = new Proofs(this::hash);

        private record Block(int height, long index) {}

        Tree(Seal seal) {
            this.seal = seal;
        }

        private byte[] hash(int height, long position) {
            int level = height % HashTree.LEVELS;
            long first = position << level;
            List<byte[]> block = blocks.computeIfAbsent(
                    new Block(height - level, first >> HashTree.LEVELS), of -> stored.block(of.height(), of.index()));
            int from = (int) (first & ((1 << HashTree.LEVELS) - 1));
            if (block.size() < from + (1 << level)) {
                throw new Sealer.Disagreement("hashes are gone from the tree; redress seal verify says which");
            }
            HashTree subtree = new HashTree();
            block.subList(from, from + (1 << level)).forEach(subtree::add);
            return subtree.hash();
        }

        <K> Map<K, Inclusion> all(Map<K, Long> seals, Place<K> place) {
            Map<Long, List<K>> bySeal = new LinkedHashMap<>();
            seals.forEach((what, number) -> {
                if (number <= seal.number()) {
                    bySeal.computeIfAbsent(number, _ -> new ArrayList<>()).add(what);
                }
            });
            Map<K, Inclusion> all = new HashMap<>();
            bySeal.forEach((number, these) -> {
                Kept kept = stored.seals(number - 1, 1).stream()
                        .map(Kept::of)
                        .findFirst()
                        .orElseThrow(() -> new Sealer.Disagreement(
                                "a seal is gone from the database; redress seal verify says which"));
                for (K what : these) {
                    int at = place.in(kept, what);
                    if (at < 0) {
                        throw new Sealer.Disagreement(
                                what + " is not under the seal of its place; redress seal verify says why");
                    }
                    long leaf = kept.seal().size() - kept.leaves().size() + at;
                    all.put(what, inclusion(leaf, kept.leaves().get(at).hash()));
                }
            });
            return all;
        }

        private Inclusion inclusion(long leaf, byte[] hash) {
            List<byte[]> path = proofs.inclusion(leaf, seal.size());
            check(Proofs.root(hash, leaf, seal.size(), path)
                    .map(SealProofs::text)
                    .equals(Optional.of(seal.root())));
            return new Inclusion(leaf, text(hash), texts(path));
        }

        Consistency since(Seal earlier) {
            List<byte[]> path = proofs.consistency(earlier.size(), seal.size());
            Function<Seal, byte[]> root = said -> Base64.getDecoder().decode(said.root());
            check(Proofs.isBeginning(earlier.size(), root.apply(earlier), seal.size(), root.apply(seal), path));
            return new Consistency(earlier.number(), earlier.size(), earlier.root(), texts(path));
        }

        /** Nobody is given a proof that proves nothing. */
        private static void check(boolean good) {
            if (!good) {
                throw new Sealer.Disagreement("the hashes of the tree were changed; redress seal verify says which");
            }
        }
    }
}
