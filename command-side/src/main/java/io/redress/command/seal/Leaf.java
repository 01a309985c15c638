package io.redress.command.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash of something stored, and of which event it is; a file has 0 there. What is hashed is every column, each with
 * its length before it, so that nothing can be moved from one into the next.
 */
final class Leaf {
    private static final byte LEAF = 0;
    private static final int BYTES = Long.BYTES + HashTree.HASH_BYTES;

    private final long event;
    private final byte[] hash;

    Leaf(long event, byte[] hash) {
        this.event = event;
        this.hash = hash;
    }

    long event() {
        return event;
    }

    byte[] hash() {
        return hash;
    }

    boolean is(Leaf other) {
        return Arrays.equals(hash, other.hash);
    }

    /** As a seal keeps them. */
    static byte[] written(List<Leaf> leaves) {
        ByteBuffer all = ByteBuffer.allocate(leaves.size() * BYTES);
        leaves.forEach(leaf -> all.putLong(leaf.event).put(leaf.hash));
        return all.array();
    }

    static List<Leaf> read(byte[] written) {
        ByteBuffer all = ByteBuffer.wrap(written);
        List<Leaf> leaves = new ArrayList<>(written.length / BYTES);
        while (all.remaining() >= BYTES) {
            long event = all.getLong();
            byte[] hash = new byte[HashTree.HASH_BYTES];
            all.get(hash);
            leaves.add(new Leaf(event, hash));
        }
        return leaves;
    }

    /** Takes one column after the other. */
    static final class Columns {
        private final MessageDigest sha256 = HashTree.sha256();
        private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

        Columns begin(String kind) {
            sha256.reset();
            sha256.update(LEAF);
            return text(kind);
        }

        Columns number(long value) {
            number.clear().putLong(value);
            sha256.update(number.array());
            return this;
        }

        Columns text(@Nullable String value) {
            return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        }

        Columns bytes(byte @Nullable [] value) {
            number(value == null ? -1 : value.length);
            if (value != null) {
                sha256.update(value);
            }
            return this;
        }

        byte[] hash() {
            return sha256.digest();
        }
    }
}
