package io.redress.app.proof;

import io.redress.api.SubjectId;
import io.redress.command.seal.SealProofs.Consistency;
import io.redress.command.seal.SealProofs.Inclusion;
import io.redress.command.seal.SealProofs.Proven;
import io.redress.command.seal.SealProofs.Sealed;
import io.redress.query.casefile.CaseFileView;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * That a case is under a seal.
 *
 * @param seal the last one; null before the first
 * @param events those of the case file that it has, in their order
 * @param files the submitted ones that it has; empty behind the first page
 * @param unsealed what of the case it does not have yet
 * @param since that its tree begins with that of the earlier seal that was named; null when none was
 * @param nextAfter asks for the entries after these; null when there are none
 */
record ProofsView(
        SubjectId subject,
        @Nullable SealView seal,
        List<EventProof> events,
        List<FileProof> files,
        Unsealed unsealed,
        @Nullable Since since,
        @Nullable Long nextAfter) {
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

    /** What was signed, and what it says. */
    record SealView(long number, OffsetDateTime at, long size, String root, String note) {
        static SealView of(Sealed by) {
            return new SealView(
                    by.seal().number(),
                    by.seal().at().atOffset(SHANGHAI),
                    by.seal().size(),
                    by.seal().root(),
                    by.note());
        }
    }

    /** Of an entry of the case file, by its position there. */
    record EventProof(long position, long leaf, String hash, List<String> path) {
        static EventProof of(long position, Inclusion proof) {
            return new EventProof(position, proof.leaf(), proof.hash(), proof.path());
        }
    }

    record FileProof(String file, long leaf, String hash, List<String> path) {
        static FileProof of(String file, Inclusion proof) {
            return new FileProof(file, proof.leaf(), proof.hash(), proof.path());
        }
    }

    /** Positions of entries, and files. */
    record Unsealed(List<Long> events, List<String> files) {}

    /** What leads from the root of an earlier seal to that of this one. */
    record Since(long seal, long size, String root, List<String> path) {
        static Since of(Consistency proof) {
            return new Since(proof.seal(), proof.size(), proof.root(), proof.path());
        }
    }

    static ProofsView of(
            CaseFileView file, List<Long> events, List<String> files, Proven proven, @Nullable Consistency since) {
        return new ProofsView(
                file.subject(),
                SealView.of(proven.by()),
                events.stream()
                        .flatMap(position -> Stream.ofNullable(proven.events().get(position))
                                .map(proof -> EventProof.of(position, proof)))
                        .toList(),
                files.stream()
                        .flatMap(name ->
                                Stream.ofNullable(proven.files().get(name)).map(proof -> FileProof.of(name, proof)))
                        .toList(),
                new Unsealed(without(events, proven.events()), without(files, proven.files())),
                since == null ? null : Since.of(since),
                file.nextAfter());
    }

    private static <T> List<T> without(Collection<T> all, Map<T, ?> some) {
        return all.stream().filter(one -> !some.containsKey(one)).toList();
    }

    /** Before the first seal. */
    static ProofsView unsealed(CaseFileView file, List<Long> events, List<String> files) {
        return new ProofsView(
                file.subject(), null, List.of(), List.of(), new Unsealed(events, files), null, file.nextAfter());
    }
}
