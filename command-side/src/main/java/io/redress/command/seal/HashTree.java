package io.redress.command.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The tree of RFC 9162, 2.1.1, of which only the peaks are kept: the roots of its full subtrees, from left to right. That
 * is enough to add leaves and to tell the root, whatever the size.
 */
final class HashTree {
    static final int HASH_BYTES = 32;

    /** Of so many levels of the tree one is written down, so that a proof need not begin with the leaves. */
    static final int LEVELS = 8;

    private static final byte NODE = 1;

    /** Is told of every full subtree whose level is written down, when its last leaf came. */
    interface Grown {
        /**
         * It has {@code 1 << height} leaves.
         *
         * @param position how many of its height are left of it
         */
        void subtree(int height, long position, byte[] hash);
    }

    private final MessageDigest sha256 = sha256();
    private final List<byte[]> peaks = new ArrayList<>();
    private long size;

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A tree of this size, to go on with; of the wrong number of peaks nothing is made that anybody signed. */
    static HashTree of(long size, byte[] peaks) {
        HashTree tree = new HashTree();
        tree.size = size;
        for (int at = 0; at + HASH_BYTES <= peaks.length; at += HASH_BYTES) {
            tree.peaks.add(Arrays.copyOfRange(peaks, at, at + HASH_BYTES));
        }
        return tree;
    }

    HashTree copy() {
        return of(size, peaks());
    }

    /** Adds the hash of a leaf at the right. */
    void add(byte[] leaf) {
        add(leaf, (_, _, _) -> {});
    }

    void add(byte[] leaf, Grown grown) {
        size++;
        byte[] peak = leaf;
        int height = 0;
        for (long full = size; (full & 1) == 0; full >>= 1) {
            peak = node(sha256, peaks.removeLast(), peak);
            height++;
            if (height % LEVELS == 0) {
                grown.subtree(height, (size >> height) - 1, peak);
            }
        }
        peaks.add(peak);
    }

    static byte[] node(MessageDigest sha256, byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }

    long size() {
        return size;
    }

    /** The root in Base64. */
    String root() {
        return Base64.getEncoder().encodeToString(hash());
    }

    byte[] hash() {
        if (peaks.isEmpty()) {
            return sha256.digest();
        }
        byte[] root = peaks.getLast();
        for (byte[] left : peaks.reversed().subList(1, peaks.size())) {
            root = node(sha256, left, root);
        }
        return root;
    }

    byte[] peaks() {
        byte[] all = new byte[peaks.size() * HASH_BYTES];
        for (int n = 0; n < peaks.size(); n++) {
            System.arraycopy(peaks.get(n), 0, all, n * HASH_BYTES, HASH_BYTES);
        }
        return all;
    }

    /** Whether it has as many peaks as a tree of its size, and this root. */
    boolean is(long ofSize, String root) {
        return size == ofSize && peaks.size() == Long.bitCount(size) && root().equals(root);
    }
}
