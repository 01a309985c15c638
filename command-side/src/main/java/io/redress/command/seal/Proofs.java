package io.redress.command.seal;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The proofs of RFC 9162: that a leaf is in a tree (2.1.3), and that a tree is the beginning of a larger one (2.1.4). Who
 * checks one needs nothing but hashes that were signed.
 */
public final class Proofs {
    /** Knows the hashes of full subtrees. */
    @FunctionalInterface
    interface Subtrees {
        /**
         * The hash of {@code 1 << height} leaves.
         *
         * @param position how many subtrees of this height are left of it
         */
        byte[] hash(int height, long position);
    }

    private final MessageDigest sha256 = HashTree.sha256();
    private final Subtrees subtrees;

    Proofs(Subtrees subtrees) {
        this.subtrees = subtrees;
    }

    /** The root of the tree of this size. */
    byte[] root(long size) {
        return size == 0 ? sha256.digest() : range(0, size);
    }

    /** The hash of the leaves from one on to before another, of a subtree that the definition makes. */
    private byte[] range(long from, long to) {
        long size = to - from;
        if (Long.bitCount(size) == 1) {
            int height = Long.numberOfTrailingZeros(size);
            return subtrees.hash(height, from >> height);
        }
        long middle = middle(from, to);
        byte[] left = range(from, middle);
        byte[] right = range(middle, to);
        return HashTree.node(sha256, left, right);
    }

    private static long middle(long from, long to) {
        return from + Long.highestOneBit(to - from - 1);
    }

    /** What leads from a leaf, counted from 0, to the root of the tree of this size. */
    List<byte[]> inclusion(long leaf, long size) {
        if (leaf < 0 || leaf >= size) {
            throw new IllegalArgumentException("a tree of " + size + " has no leaf " + leaf);
        }
        List<byte[]> fromAbove = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = middle(from, to);
            if (leaf < middle) {
                fromAbove.add(range(middle, to));
                to = middle;
            } else {
                fromAbove.add(range(from, middle));
                from = middle;
            }
        }
        return fromAbove.reversed();
    }

    /** What leads from the root of the tree of one size to that of a larger one. */
    List<byte[]> consistency(long first, long second) {
        if (first < 1 || first > second) {
            throw new IllegalArgumentException("a tree of " + first + " is no beginning of one of " + second);
        }
        List<byte[]> fromAbove = new ArrayList<>();
        long from = 0;
        long to = second;
        while (to > first) {
            long middle = middle(from, to);
            if (first <= middle) {
                fromAbove.add(range(middle, to));
                to = middle;
            } else {
                fromAbove.add(range(from, middle));
                from = middle;
            }
        }
        if (from > 0) {
            fromAbove.add(range(from, to)); // otherwise it is the root that whoever asks has already
        }
        return fromAbove.reversed();
    }

    /** The root to which a path leads from the hash of a leaf; nothing when it is none of a tree of this size. */
    public static Optional<byte[]> root(byte[] hash, long leaf, long size, List<byte[]> path) {
        if (leaf < 0 || leaf >= size) {
            return Optional.empty();
        }
        MessageDigest sha256 = HashTree.sha256();
        long at = leaf;
        long last = size - 1;
        byte[] root = hash;
        for (byte[] other : path) {
            if (last == 0) {
                return Optional.empty();
            }
            if ((at & 1) == 1 || at == last) {
                root = HashTree.node(sha256, other, root);
                int up = (at & 1) == 1 ? 0 : levelsToALeft(at);
                at >>= up;
                last >>= up;
            } else {
                root = HashTree.node(sha256, root, other);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 ? Optional.of(root) : Optional.empty();
    }

    /** Over how many levels a node at the right edge has nothing to its left. */
    private static int levelsToALeft(long at) {
        return at == 0 ? Long.SIZE - 1 : Long.numberOfTrailingZeros(at);
    }

    /** Whether the tree of one root is the beginning of that of another. */
    public static boolean isBeginning(long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> path) {
        if (first < 1 || first > second) {
            return false;
        }
        if (first == second) {
            return path.isEmpty() && Arrays.equals(firstRoot, secondRoot);
        }
        List<byte[]> whole = new ArrayList<>(path);
        if (Long.bitCount(first) == 1) {
            whole.addFirst(firstRoot);
        }
        if (whole.isEmpty()) {
            return false;
        }
        MessageDigest sha256 = HashTree.sha256();
        int up = Long.numberOfTrailingZeros(first); // as many ones end the number of its last leaf
        long at = (first - 1) >> up;
        long last = (second - 1) >> up;
        Iterator<byte[]> others = whole.iterator();
        byte[] old = others.next();
        byte[] now = old;
        while (others.hasNext()) {
            byte[] other = others.next();
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                old = HashTree.node(sha256, other, old);
                now = HashTree.node(sha256, other, now);
                int over = (at & 1) == 1 ? 0 : levelsToALeft(at);
                at >>= over;
                last >>= over;
            } else {
                now = HashTree.node(sha256, now, other);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(old, firstRoot) && Arrays.equals(now, secondRoot);
    }
}
