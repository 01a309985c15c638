package io.redress.app.pages;

import io.redress.app.Turns;
import io.redress.app.access.Caller;
import io.redress.app.evidence.FilesHttp;
import io.redress.app.packet.PacketHttp;
import io.redress.command.evidence.FileKind;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.query.CaseKind;
import io.redress.query.Reader;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriUtils;

/**
 * Files that people hand in with a form and take home from a page. A form sends a file in one go, after all that may be
 * said about it; no other address takes such forms.
 */
@Controller
@RequestMapping("/cases/{kind}/{id}")
class FilePagesHttp {
    private static final int AT_ONCE = 4;
    private static final int OF_ONE_CALLER = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FilesHttp files;
    private final PacketHttp packets;
    private final Turns turns = new Turns(AT_ONCE, OF_ONE_CALLER, PATIENCE);

    FilePagesHttp(FilesHttp files, PacketHttp packets) {
        this.files = files;
        this.packets = packets;
    }

    /** @param key names the request, in the address, since a form of this kind is read as it comes */
    @PostMapping("/files")
    ResponseEntity<Void> upload(
            Caller caller,
            @PathVariable String kind,
            @PathVariable String id,
            @RequestParam String key,
            HttpServletRequest request)
            throws IOException {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Idempotency-Key", key);
        String file = turns.takeByName(caller, () -> taken(caller, kind, id, headers, request));
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(
                        HttpHeaders.LOCATION,
                        "/cases/" + CaseKind.path(CaseKind.subject(kind, id)) + "?uploaded="
                                + UriUtils.encode(file, StandardCharsets.UTF_8) + "#evidence")
                .build();
    }

    private String taken(Caller caller, String kind, String id, HttpHeaders headers, HttpServletRequest request)
            throws IOException {
        try {
            FileItemIterator parts = new FileUpload().getItemIterator(new ServletRequestContext(request));
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                if (!part.isFormField()
                        && part.getName() != null
                        && !part.getName().isEmpty()) {
                    return taken(caller, kind, id, part, headers, request);
                }
            }
        } catch (FileUploadException broken) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, null, broken);
        }
        throw Refusal.ofField(Rule.FIELD_MISSING, "file");
    }

    /** How much there is must be said before it is taken in; what waits for that has no name that outlives this. */
    private String taken(
            Caller caller, String kind, String id, FileItemStream part, HttpHeaders headers, HttpServletRequest request)
            throws IOException {
        Path waits = Files.createTempFile("redress-", ".part");
        try (SeekableByteChannel channel = Files.newByteChannel(
                waits, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            String type = type(part);
            long most = FileKind.of(type).map(FileKind::bytesMax).orElse(0L);
            long bytes = 0;
            OutputStream out = Channels.newOutputStream(channel);
            try (InputStream in = part.openStream()) {
                byte[] piece = new byte[1 << 16];
                // one byte too many is enough to be refused for it
                for (int read = in.read(piece); read >= 0 && bytes <= most; read = in.read(piece)) {
                    out.write(piece, 0, read);
                    bytes += read;
                }
            }
            channel.position(0);
            return files.take(kind, id, type, bytes, Channels.newInputStream(channel), headers, caller, request)
                    .file();
        }
    }

    /** As the browser says, or where it does not know, as the name says. */
    private static String type(FileItemStream part) {
        String said = Objects.requireNonNullElse(part.getContentType(), "")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        String name = part.getName().toLowerCase(Locale.ROOT);
        return FileKind.of(said)
                .or(() -> ending(name))
                .map(FileKind::type)
                .orElse(said.isEmpty() ? "application/octet-stream" : said);
    }

    private static Optional<FileKind> ending(String name) {
        return Arrays.stream(FileKind.values())
                .filter(kind -> name.endsWith("." + kind.ending()))
                .findFirst();
    }

    @GetMapping("/files/{file}")
    void download(
            Reader reader,
            Caller caller,
            @PathVariable String kind,
            @PathVariable String id,
            @PathVariable String file,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        files.download(kind, id, file, reader, caller, request, response);
    }

    /** The whole case as one file that is checked without us. */
    @GetMapping("/packet")
    void packet(
            Reader reader,
            Caller caller,
            @PathVariable String kind,
            @PathVariable String id,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        packets.read(reader, caller, kind, id, request, response);
    }
}
