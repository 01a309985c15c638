package io.redress.app.packet;

import io.redress.api.SubjectId;
import io.redress.app.Turns;
import io.redress.app.access.Caller;
import io.redress.command.seal.SealKeys;
import io.redress.command.seal.Sealer;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Reader;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
public final class PacketHttp {
    /** How long a packet waits for another to be through. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Packets packets;
    private final ObjectProvider<SealKeys> keys;
    private final Turns transfers;

    PacketHttp(
            Packets packets,
            ObjectProvider<SealKeys> keys,
            @Value("${redress.evidence.transfers}") int most,
            @Value("${redress.evidence.transfers-of-one-caller}") int mostOfOne) {
        this.packets = packets;
        this.keys = keys;
        this.transfers = new Turns(most, mostOfOne, PATIENCE);
    }

    /** A service that seals nothing signs nothing. Files go through piece by piece, as they are downloaded. */
    @GetMapping("/api/v1/cases/{kind}/{id}/packet")
    public void read(
            Reader reader,
            Caller caller,
            @PathVariable String kind,
            @PathVariable String id,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        SubjectId of = CaseKind.subject(kind, id);
        SealKeys signing = keys.getIfAvailable();
        if (signing == null) {
            throw new NotOnSheet("seal", "1");
        }
        transfers.takeByName(caller, () -> {
            Packets.Draft packet = packets.of(reader, of);
            response.setContentType("application/zip");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment()
                            .filename("packet.zip")
                            .build()
                            .toString());
            if (HttpMethod.GET.matches(request.getMethod())) {
                try {
                    packet.write(signing, response.getOutputStream());
                } catch (Sealer.Disagreement e) {
                    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, null); // what is said instead is no file
                    throw e;
                }
            }
            return of;
        });
    }
}
