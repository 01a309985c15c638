package io.redress.app;

import io.redress.command.seal.SealKeys;
import io.redress.command.seal.Sealer;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The public keys and the last seal, for everybody: who keeps a copy of a seal can prove later that the history up to it
 * was not written anew.
 */
@RestController
@ConditionalOnProperty("redress.seals.folder")
class SealsHttp {
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final SealKeys keys;
    private final Sealer sealer;

    SealsHttp(SealKeys keys, Sealer sealer) {
        this.keys = keys;
        this.sealer = sealer;
    }

    /** One key a line, the one that signs now first. */
    @GetMapping("/seals/keys")
    ResponseEntity<String> keys() {
        return ResponseEntity.ok().contentType(TEXT).body(String.join("\n", keys.verifierKeys()) + "\n");
    }

    /** The last seal, as it was signed. */
    @GetMapping("/seals/last")
    ResponseEntity<String> last() {
        return sealer.newest()
                .map(note -> ResponseEntity.ok().contentType(TEXT).body(note))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }
}
