package io.redress.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder that goes with what is in it. */
record Folder(Path path) implements AutoCloseable {
    static Folder fresh() {
        try {
            return new Folder(Files.createTempDirectory("redress-bench"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            Server.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
