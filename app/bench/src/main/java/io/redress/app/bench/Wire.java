package io.redress.app.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection over which a caller asks again and again. It is written by hand because client, service and database
 * share two cores here, and what a client library costs would be taken from the service.
 */
final class Wire implements AutoCloseable {
    private static final String LENGTH = "content-length: ";
    private static final int HEX = 16;

    private final int port;
    private final String key;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    Wire(int port, String key) {
        this.port = port;
        this.key = key;
    }

    /**
     * What was answered.
     *
     * @param status the code
     */
    record Answer(int status, String body) {
        boolean isGood() {
            return status / 100 == 2;
        }
    }

    Answer get(String path) throws IOException {
        return ask("GET", path, "", "", "");
    }

    Answer post(String path, String idempotencyKey, String type, String body) throws IOException {
        return ask("POST", path, idempotencyKey, type, body);
    }

    private Answer ask(String method, String path, String idempotencyKey, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        StringBuilder head = new StringBuilder(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ")
                .append(key)
                .append("\r\n");
        if (!type.isEmpty()) {
            head.append("Content-Type: ")
                    .append(type)
                    .append("\r\nIdempotency-Key: ")
                    .append(idempotencyKey)
                    .append("\r\nContent-Length: ")
                    .append(bytes.length)
                    .append("\r\n");
        }
        head.append("\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(ISO_8859_1));
        request.writeBytes(bytes);
        Socket open = open();
        request.writeTo(open.getOutputStream());
        return answer();
    }

    private Socket open() throws IOException {
        Socket before = socket;
        if (before != null) {
            return before;
        }
        Socket fresh = new Socket(InetAddress.getLoopbackAddress(), port);
        fresh.setTcpNoDelay(true);
        socket = fresh;
        in = new BufferedInputStream(fresh.getInputStream());
        return fresh;
    }

    private Answer answer() throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        int length = 0;
        boolean chunked = false;
        boolean closes = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
            }
            chunked |= lower.startsWith("transfer-encoding: chunked");
            closes |= lower.startsWith("connection: close");
        }
        String body = chunked ? chunks() : new String(read(length), UTF_8);
        if (closes) {
            close();
        }
        return new Answer(status, body);
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), HEX); size > 0; size = Integer.parseInt(line(), HEX)) {
            body.writeBytes(read(size));
            line();
        }
        line();
        return body.toString(UTF_8);
    }

    private byte[] read(int length) throws IOException {
        byte[] bytes = stream().readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the service hung up");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = stream().read(); next != '\n'; next = stream().read()) {
            if (next < 0) {
                throw new IOException("the service hung up");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private InputStream stream() {
        InputStream open = in;
        if (open == null) {
            throw new IllegalStateException("nothing was asked");
        }
        return open;
    }

    @Override
    public void close() {
        try {
            Socket open = socket;
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        socket = null;
        in = null;
    }
}
