package io.redress.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A {@link Receiver} that runs, and what came to it. */
final class Receivers implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final int port;

    /** What came under a name. */
    record Seen(String id, long timestamp, List<String> signatures, String contentType, byte[] bytes) {
        JsonNode body() {
            return Node.json(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    Receivers() {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-cp",
                            Path.of(Receiver.class
                                            .getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .toURI())
                                    .toString(),
                            Receiver.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            port = Integer.parseInt(
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        } catch (IOException | java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    String url(String name) {
        return "http://127.0.0.1:" + port + "/" + name;
    }

    /** How messages under this name are answered from now on. */
    void behave(String name, String behaviour) {
        ask("PUT", name + "/" + behaviour);
    }

    List<Seen> seen(String name) {
        return ask("GET", name)
                .lines()
                .map(line -> line.split("\t"))
                .map(part -> new Seen(
                        part[0],
                        Long.parseLong(part[1]),
                        List.of(part[2].split(" ")),
                        part[3],
                        Base64.getDecoder().decode(part[4])))
                .toList();
    }

    List<String> ids(String name) {
        return seen(name).stream().map(Seen::id).toList();
    }

    /** What else was noted under a name. */
    List<String> noted(String name) {
        return ask("GET", name).lines().toList();
    }

    /** How many messages under this name were on the line at once at most. */
    int atOnceMost(String name) {
        return Integer.parseInt(ask("DELETE", name));
    }

    private String ask(String method, String path) {
        try {
            return CLIENT.send(
                            HttpRequest.newBuilder(URI.create(url(path)))
                                    .method(method, BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
