package io.redress.command.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashTreeTest {
    /** The leaves with which the implementations of certificate transparency test themselves and each other. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static byte[] leaf(byte[] entry) {
        MessageDigest sha256 = HashTree.sha256();
        sha256.update((byte) 0);
        return sha256.digest(entry);
    }

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void roots_are_the_published_ones(int size, String root) {
        HashTree tree = new HashTree();
        LEAVES.subList(0, size).forEach(entry -> tree.add(leaf(HexFormat.of().parseHex(entry))));
        assertThat(HexFormat.of().formatHex(Base64.getDecoder().decode(tree.root())))
                .isEqualTo(root);
    }

    @Test
    void a_tree_that_goes_on_from_its_peaks_has_the_root_of_one_that_was_never_left() {
        Random random = new Random(9162);
        HashTree whole = new HashTree();
        HashTree resumed = new HashTree();
        for (int n = 1; n <= 300; n++) {
            byte[] entry = new byte[8];
            random.nextBytes(entry);
            whole.add(leaf(entry));
            resumed = HashTree.of(resumed.size(), resumed.peaks());
            resumed.add(leaf(entry));
            assertThat(resumed.is(n, whole.root())).isTrue();
        }
    }

    /** As RFC 9162 defines it, by halves, for sizes that the published roots leave out. */
    @Test
    void roots_are_those_of_the_definition() {
        List<byte[]> leaves = new ArrayList<>();
        HashTree tree = new HashTree();
        for (int n = 0; n < 130; n++) {
            byte[] leaf = leaf(new byte[] {(byte) n});
            leaves.add(leaf);
            tree.add(leaf);
            assertThat(Base64.getDecoder().decode(tree.root())).isEqualTo(defined(leaves));
        }
    }

    private static byte[] defined(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        MessageDigest sha256 = HashTree.sha256();
        sha256.update((byte) 1);
        sha256.update(defined(leaves.subList(0, left)));
        return sha256.digest(defined(leaves.subList(left, leaves.size())));
    }
}
