package io.redress.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A receiver of webhooks, in a process of its own, that behaves as it is told: {@code POST /name} is a message,
 * {@code PUT /name/behaviour} says how to answer the next ones, {@code GET /name} tells what came. Nothing but the JDK,
 * and bytes on a socket, because most of what it does no server would do.
 */
final class Receiver {
    private static final long GIGABYTE = 1L << 30;

    private final ServerSocket server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final Map<String, String> behaviours = new ConcurrentHashMap<>();
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> atOnce = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> atOnceMost = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> holds = new ConcurrentHashMap<>();

    private Receiver() throws IOException {}

    public static void main(String[] args) throws IOException {
        Receiver receiver = new Receiver();
        System.out.println(receiver.server.getLocalPort());
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // until whoever started it is gone
                }
            } catch (IOException e) {
                // it is
            }
            Runtime.getRuntime().halt(0);
        });
        while (true) {
            Socket socket = receiver.server.accept();
            Thread.ofVirtual().start(() -> receiver.serve(socket));
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (serveOne(socket, in)) {
                // the next request on this line
            }
        } catch (IOException | InterruptedException e) {
            // the other side has had enough
        }
    }

    private boolean serveOne(Socket socket, InputStream in) throws IOException, InterruptedException {
        String request = line(in);
        if (request.isEmpty()) {
            return false;
        }
        Map<String, String> headers = new HashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] words = request.split(" ");
        String[] path = words[1].substring(1).split("/");
        String name = path[0];
        OutputStream out = socket.getOutputStream();
        switch (words[0]) {
            case "PUT" -> {
                behaviours.put(name, path[1]);
                CountDownLatch held = holds.put(name, new CountDownLatch(1));
                if (held != null) {
                    held.countDown();
                }
                answer(out, 200, "", "");
            }
            case "GET" -> answer(out, 200, "", String.join("\n", List.copyOf(seen.getOrDefault(name, List.of()))));
            case "DELETE" ->
                answer(
                        out,
                        200,
                        "",
                        atOnceMost.getOrDefault(name, new AtomicInteger()).toString());
            default -> {
                String behaviour = behaviours.getOrDefault(name, "200");
                if (behaviour.equals("flaky")) {
                    return flaky(socket, out, name, headers.get("webhook-id"));
                }
                int now = atOnce.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
                atOnceMost.computeIfAbsent(name, _ -> new AtomicInteger()).accumulateAndGet(now, Math::max);
                try {
                    seen.computeIfAbsent(name, _ -> new CopyOnWriteArrayList<>())
                            .add(String.join(
                                    "\t",
                                    headers.getOrDefault("webhook-id", ""),
                                    headers.getOrDefault("webhook-timestamp", ""),
                                    headers.getOrDefault("webhook-signature", ""),
                                    headers.getOrDefault("content-type", ""),
                                    Base64.getEncoder().encodeToString(body)));
                    return behave(socket, out, name, behaviour);
                } finally {
                    atOnce.get(name).decrementAndGet();
                }
            }
        }
        return true;
    }

    /** Three of ten fail, in one way or another; what was taken is noted. */
    private boolean flaky(Socket socket, OutputStream out, String name, String id) throws IOException {
        switch (ThreadLocalRandom.current().nextInt(10)) {
            case 0 -> answer(out, 500, "", "");
            case 1 -> answer(out, 503, "Retry-After: 1\r\n", "");
            case 2 -> {
                socket.setSoLinger(true, 0);
                return false;
            }
            default -> {
                seen.computeIfAbsent(name + "-taken", _ -> Collections.synchronizedList(new ArrayList<>()))
                        .add(id);
                answer(out, 200, "", "");
            }
        }
        return true;
    }

    private boolean behave(Socket socket, OutputStream out, String name, String behaviour)
            throws IOException, InterruptedException {
        String[] words = behaviour.split(",");
        switch (words[0]) {
            case "later" -> answer(out, 429, "Retry-After: " + words[1] + "\r\n", "busy");
            case "date" ->
                answer(out, 503, "Retry-After: " + words[1].replace('_', ' ').replace(';', ',') + "\r\n", "");
            case "reset" -> {
                socket.setSoLinger(true, 0);
                return false;
            }
            case "redirect" ->
                answer(out, 302, "Location: http://127.0.0.1:" + server.getLocalPort() + "/" + words[1] + "\r\n", "");
            case "drip" -> {
                CountDownLatch toldOtherwise = holds.get(name);
                out.write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII));
                do {
                    out.write('x');
                    out.flush();
                } while (!toldOtherwise.await(100, TimeUnit.MILLISECONDS));
            }
            case "huge" -> {
                out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + GIGABYTE + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                byte[] piece = new byte[1 << 16];
                Arrays.fill(piece, (byte) 'x');
                long sent = 0;
                try {
                    for (; sent < GIGABYTE; sent += piece.length) {
                        out.write(piece);
                    }
                } finally {
                    seen.computeIfAbsent(name + "-sent", _ -> new CopyOnWriteArrayList<>())
                            .add(Long.toString(sent));
                }
            }
            case "hold" -> {
                holds.get(name).await();
                answer(out, words.length > 1 ? Integer.parseInt(words[1]) : 200, "", "");
            }
            default -> answer(out, Integer.parseInt(words[0]), "", "answer " + words[0]);
        }
        return true;
    }

    private static void answer(OutputStream out, int status, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(("HTTP/1.1 " + status + " x\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(bytes);
        out.write(all.toByteArray());
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
