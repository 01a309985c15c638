package io.redress.command.evidence;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Looks for words, whatever their case, in bytes that come one by one. */
final class Words {
    private final byte[][] words;
    private final byte[] seen = new byte[16];
    private int count;

    Words(List<String> words) {
        this.words = words.stream()
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
    }

    /** Whether a word ends with this byte. */
    boolean take(int next) {
        byte lower = (byte) (next >= 'A' && next <= 'Z' ? next + ('a' - 'A') : next);
        seen[count & 15] = lower;
        count++;
        for (byte[] word : words) {
            if (word[word.length - 1] == lower && count >= word.length && stands(word)) {
                return true;
            }
        }
        return false;
    }

    private boolean stands(byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (seen[count - word.length + i & 15] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
