package io.redress.app.packet;

import io.redress.api.SubjectId;
import io.redress.command.seal.SealKeys;
import io.redress.command.seal.Sealer;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Reader;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class PacketHttp {
    private final Packets packets;
    private final ObjectProvider<Sealer> sealer;
    private final ObjectProvider<SealKeys> keys;

    PacketHttp(Packets packets, ObjectProvider<Sealer> sealer, ObjectProvider<SealKeys> keys) {
        this.packets = packets;
        this.sealer = sealer;
        this.keys = keys;
    }

    /** A service that seals nothing signs nothing. */
    @GetMapping("/api/v1/cases/{kind}/{id}/packet")
    void read(Reader reader, @PathVariable String kind, @PathVariable String id, HttpServletResponse response)
            throws IOException {
        SubjectId of = CaseKind.subject(kind, id);
        SealKeys signing = keys.getIfAvailable();
        if (signing == null) {
            throw new NotOnSheet("seal", "1");
        }
        sealer.ifAvailable(Sealer::sealAll);
        Packets.Draft packet = packets.of(reader, of);
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("packet.zip")
                        .build()
                        .toString());
        packet.write(signing, response.getOutputStream());
    }
}
