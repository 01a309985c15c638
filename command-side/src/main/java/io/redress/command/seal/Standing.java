package io.redress.command.seal;

import io.redress.command.seal.SealProofs.Sealed;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far what is stored is sealed.
 *
 * @param last of the database
 * @param outside the last of the file outside it
 * @param unsealedEvents behind the last seal
 * @param secondsBehind for how long the oldest of them has been stored, by the database's clock; 0 without one
 * @param broken whether the database lacks a seal, that of the file or one of the last
 */
public record Standing(
        Optional<Sealed> last,
        Optional<Sealed> outside,
        long unsealedEvents,
        long unsealedFiles,
        double secondsBehind,
        boolean broken) {
    private static final int LOOKED_AT = 100_000;

    public static Standing of(JdbcClient sql, SealFile file) {
        Stored stored = new Stored(sql);
        Optional<String> outside = file.last(); // first, since the database has every seal before the file
        Optional<Sealed> last = stored.lastNote().map(Sealed::of);
        long upTo = last.map(by -> by.seal().lastEvent()).orElse(Long.MIN_VALUE);
        return new Standing(
                last,
                outside.map(Sealed::of),
                stored.eventsBehind(upTo, null),
                stored.unsealedFiles(LOOKED_AT).size(),
                stored.secondsBehind(upTo),
                stored.isBroken(LOOKED_AT)
                        || outside.filter(note ->
                                        !stored.hasSeal(Seal.ofNote(note).number(), note))
                                .isPresent());
    }

    /** How long before the last seal of the database that of the file was made. */
    public Duration fileBehind() {
        return last.flatMap(made -> outside.map(written ->
                        Duration.between(written.seal().at(), made.seal().at())))
                .orElse(Duration.ZERO);
    }
}
