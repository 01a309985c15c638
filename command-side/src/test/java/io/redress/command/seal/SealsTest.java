package io.redress.command.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seals, their keys, and the file in which they are kept. */
class SealsTest {
    private static final Instant AT = Instant.parse("2026-11-28T01:30:00.123456Z");

    /** The example of the specification of signed notes. */
    private static final String FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String NOTE = """
            This is an example message.

            \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    @TempDir
    private Path folder;

    private static Seal seal(int number) {
        return new Seal(
                number, 10L * number, Seal.NONE, 12L * number, List.of("fil_a", "fil_b"), AT, Seal.hash("one\n"));
    }

    private static SealKeys keys() {
        return SealKeys.signing(SealKeys.newSecret("redress"), List.of());
    }

    @Test
    void the_published_note_is_believed() {
        assertThat(SealKeys.believing(List.of(FOO)).open(NOTE)).contains("This is an example message.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"an example", "example.com/foo Uw2Q", "YNZXsY", "\n\n", "\u2014 "})
    void a_note_of_which_anything_was_changed_is_not(String part) {
        String changed = NOTE.replace(part, part.equals("\n\n") ? "\n" : part.substring(1) + part.charAt(0));
        assertThat(changed).isNotEqualTo(NOTE);
        assertThat(SealKeys.believing(List.of(FOO)).open(changed)).isEmpty();
    }

    @Test
    void a_key_that_nobody_named_is_not_believed() {
        assertThat(keys().open(NOTE)).isEmpty();
    }

    @Test
    void what_an_earlier_key_signed_is_believed_after_it_was_exchanged() {
        SealKeys earlier = keys();
        SealKeys now = SealKeys.signing(SealKeys.newSecret("redress"), earlier.verifierKeys());
        assertThat(now.open(earlier.sign("text\n"))).contains("text\n");
        assertThat(now.open(now.sign("text\n"))).contains("text\n");
        assertThat(earlier.open(now.sign("text\n"))).isEmpty();
        assertThat(now.verifierKeys())
                .hasSize(2)
                .endsWith(earlier.verifierKeys().getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "redress",
                "PRIVATE+KEY+redress",
                "PRIVATE+KEY+example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            })
    void what_is_no_key_signs_nothing(String secret) {
        assertThatThrownBy(() -> SealKeys.signing(secret, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_seal_is_read_as_it_was_written() {
        assertThat(Seal.of(seal(3).text("redress"))).isEqualTo(seal(3));
    }

    @Test
    void the_file_gives_back_what_was_written_in_order() {
        SealKeys keys = keys();
        SealFile file = new SealFile(folder.resolve("seals/seals.txt"));
        assertThat(file.last()).isEmpty();
        assertThat(file.all()).isEmpty();
        List<String> notes = IntStream.rangeClosed(1, 500)
                .mapToObj(number -> keys.sign(seal(number).text("redress")))
                .toList();
        file.append(notes.subList(0, 1));
        assertThat(file.last()).contains(notes.getFirst());
        file.append(notes.subList(1, 400));
        notes.subList(400, 500).forEach(note -> file.append(List.of(note)));
        assertThat(file.last()).contains(notes.getLast());
        assertThat(file.all()).isEqualTo(notes);
    }

    @Test
    void half_a_seal_that_a_crash_left_is_written_anew() throws IOException {
        SealKeys keys = keys();
        Path path = folder.resolve("seals.txt");
        List<String> notes = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> keys.sign(seal(number).text("redress")))
                .toList();
        String torn = "\n" + notes.get(1);
        for (int length = 0; length < torn.length(); length++) {
            Files.writeString(path, notes.getFirst());
            Files.writeString(path, torn.substring(0, length), StandardOpenOption.APPEND);
            SealFile file = new SealFile(path);
            assertThat(file.last()).contains(notes.getFirst());
            assertThat(file.all()).isEqualTo(notes.subList(0, 1));
            file.append(notes.subList(1, 3));
            assertThat(file.all()).isEqualTo(notes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_finding_is_said_in_both_languages(Finding.Kind kind) {
        Finding finding = new Finding(kind, "seal 17");
        assertThat(finding.text(Locale.ENGLISH)).contains("seal 17").doesNotContainPattern("\\p{IsHan}");
        assertThat(finding.text(Locale.SIMPLIFIED_CHINESE)).contains("封存 17").containsPattern("\\p{IsHan}{2}");
    }
}
