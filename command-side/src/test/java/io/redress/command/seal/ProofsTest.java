package io.redress.command.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proofs against the definitions of RFC 9162, written down here once more as they stand there, over lists of leaves. */
class ProofsTest {
    private static final int SIZES = 70;
    private static final long SEED = 9162;
    private static final List<byte[]> LEAVES = IntStream.range(0, SIZES)
            .mapToObj(n -> hash((byte) 0, new byte[] {(byte) n}))
            .toList();

    /** The leaves with which the implementations of certificate transparency test themselves and each other. */
    private static final List<byte[]> PUBLISHED = List.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .stream()
            .map(entry -> hash((byte) 0, HexFormat.of().parseHex(entry)))
            .toList();

    private static byte[] hash(byte kind, byte[]... parts) {
        MessageDigest sha256 = HashTree.sha256();
        sha256.update(kind);
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return sha256.digest();
    }

    // ---- the definitions

    private static int k(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static byte[] mth(List<byte[]> d) {
        int n = d.size();
        if (n == 1) {
            return d.getFirst();
        }
        return hash((byte) 1, mth(d.subList(0, k(n))), mth(d.subList(k(n), n)));
    }

    private static List<byte[]> path(int m, List<byte[]> d) {
        int n = d.size();
        if (n == 1) {
            return List.of();
        }
        return m < k(n)
                ? with(path(m, d.subList(0, k(n))), mth(d.subList(k(n), n)))
                : with(path(m - k(n), d.subList(k(n), n)), mth(d.subList(0, k(n))));
    }

    private static List<byte[]> subproof(int m, List<byte[]> d, boolean b) {
        int n = d.size();
        if (m == n) {
            return b ? List.of() : List.of(mth(d));
        }
        return m <= k(n)
                ? with(subproof(m, d.subList(0, k(n)), b), mth(d.subList(k(n), n)))
                : with(subproof(m - k(n), d.subList(k(n), n), false), mth(d.subList(0, k(n))));
    }

    private static List<byte[]> with(List<byte[]> path, byte[] last) {
        List<byte[]> all = new ArrayList<>(path);
        all.add(last);
        return all;
    }

    // ---- what is asked of the class

    private static Proofs over(List<byte[]> leaves) {
        return new Proofs((height, position) ->
                mth(leaves.subList((int) (position << height), (int) ((position + 1) << height))));
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }

    @Test
    void every_leaf_of_every_tree_has_the_path_of_the_definition_and_it_leads_to_the_root() {
        Proofs proofs = over(LEAVES);
        for (int size = 1; size <= SIZES; size++) {
            List<byte[]> tree = LEAVES.subList(0, size);
            byte[] root = mth(tree);
            assertThat(proofs.root(size)).isEqualTo(root);
            for (int leaf = 0; leaf < size; leaf++) {
                List<byte[]> path = proofs.inclusion(leaf, size);
                assertThat(hex(path)).as("leaf %d of %d", leaf, size).isEqualTo(hex(path(leaf, tree)));
                assertThat(Proofs.root(tree.get(leaf), leaf, size, path).orElseThrow())
                        .as("leaf %d of %d", leaf, size)
                        .isEqualTo(root);
            }
        }
    }

    @Test
    void every_tree_is_shown_to_be_the_beginning_of_every_larger_one_as_defined() {
        Proofs proofs = over(LEAVES);
        for (int second = 1; second <= SIZES; second++) {
            List<byte[]> tree = LEAVES.subList(0, second);
            for (int first = 1; first <= second; first++) {
                List<byte[]> path = proofs.consistency(first, second);
                assertThat(hex(path)).as("%d in %d", first, second).isEqualTo(hex(subproof(first, tree, true)));
                assertThat(Proofs.isBeginning(first, mth(LEAVES.subList(0, first)), second, mth(tree), path))
                        .as("%d in %d", first, second)
                        .isTrue();
            }
        }
    }

    /** What the implementations of certificate transparency expect of each other. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 | 8 | 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4
                    5 | 8 | bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
                    2 | 3 | fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
                    1 | 5 | 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
                    """)
    void paths_of_leaves_are_the_published_ones(int leaf, int size, String path) {
        assertThat(hex(over(PUBLISHED).inclusion(leaf, size))).containsExactly(path.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1 | 8 | 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4
                    6 | 8 | 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
                    2 | 5 | 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
                    """)
    void paths_between_trees_are_the_published_ones(int first, int second, String path) {
        assertThat(hex(over(PUBLISHED).consistency(first, second))).containsExactly(path.split(" "));
    }

    /** A bit flipped, a hash too many, one too few, two in each other's place, another leaf, another size. */
    @Test
    void nothing_but_the_path_leads_to_the_root() {
        Random random = new Random(SEED);
        Proofs proofs = over(LEAVES);
        for (int n = 0; n < 2_000; n++) {
            int size = 2 + random.nextInt(SIZES - 1);
            int leaf = random.nextInt(size);
            byte[] root = mth(LEAVES.subList(0, size));
            List<byte[]> path = new ArrayList<>(proofs.inclusion(leaf, size));
            byte[] hash = LEAVES.get(leaf);
            long claimed = leaf;
            switch (random.nextInt(5)) {
                case 0 -> flip(path, random);
                case 1 -> path.add(random.nextInt(path.size() + 1), LEAVES.get(random.nextInt(SIZES)));
                case 2 -> path.remove(random.nextInt(path.size()));
                case 3 -> hash = LEAVES.get((leaf + 1 + random.nextInt(SIZES - 1)) % SIZES);
                default -> claimed = (leaf + 1 + random.nextInt(size - 1)) % size;
            }
            assertThat(Proofs.root(hash, claimed, size, path))
                    .as("change %d from seed %d", n, SEED)
                    .satisfiesAnyOf(
                            found -> assertThat(found).isEmpty(),
                            found -> assertThat(found.orElseThrow()).isNotEqualTo(root));
        }
    }

    @Test
    void nothing_but_the_path_shows_a_beginning() {
        Random random = new Random(SEED);
        Proofs proofs = over(LEAVES);
        for (int n = 0; n < 2_000; n++) {
            int second = 2 + random.nextInt(SIZES - 1);
            int first = 1 + random.nextInt(second - 1);
            byte[] firstRoot = mth(LEAVES.subList(0, first));
            byte[] secondRoot = mth(LEAVES.subList(0, second));
            List<byte[]> path = new ArrayList<>(proofs.consistency(first, second));
            switch (random.nextInt(5)) {
                case 0 -> flip(path, random);
                case 1 -> path.add(random.nextInt(path.size() + 1), LEAVES.get(random.nextInt(SIZES)));
                case 2 -> path.remove(random.nextInt(path.size()));
                case 3 -> firstRoot = LEAVES.get(random.nextInt(1, SIZES));
                default -> secondRoot = LEAVES.get(random.nextInt(SIZES));
            }
            assertThat(Proofs.isBeginning(first, firstRoot, second, secondRoot, path))
                    .as("change %d from seed %d", n, SEED)
                    .isFalse();
        }
    }

    private static void flip(List<byte[]> path, Random random) {
        int at = random.nextInt(path.size());
        byte[] changed = path.get(at).clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        path.set(at, changed);
    }

    @Test
    void what_is_no_leaf_and_no_beginning_has_no_proof() {
        Proofs proofs = over(LEAVES);
        assertThatThrownBy(() -> proofs.inclusion(8, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.consistency(0, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.consistency(9, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Proofs.root(LEAVES.getFirst(), 1, 1, List.of())).isEmpty();
        assertThat(Proofs.isBeginning(2, LEAVES.getFirst(), 1, LEAVES.getFirst(), List.of()))
                .isFalse();
    }
}
