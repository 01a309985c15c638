package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.command.seal.SealFile;
import io.redress.command.seal.SealKeys;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder outside the database where a node writes seals down: {@code seals.txt}, the public keys whose seals it
 * believes in {@code keys.txt}, and, where nobody gave it a key, one that it made itself in {@code seal.key}.
 */
record SealPlace(Path folder) {
    static final String FOLDER = "REDRESS_SEALS_FOLDER";

    private static final Logger log = LoggerFactory.getLogger(SealPlace.class);

    /** Under this name a node signs whose key it made itself. */
    private static final String LOG = "redress";

    /** The folder that the environment names, or one beside the data. */
    static SealPlace beside(Path data) {
        String named = System.getenv(FOLDER);
        return new SealPlace(named == null || named.isBlank() ? data.resolve("seals") : Path.of(named));
    }

    SealFile file() {
        return new SealFile(folder.resolve("seals.txt"));
    }

    private Path believed() {
        return folder.resolve("keys.txt");
    }

    /** The lines of a file of keys that have something on them. */
    static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    }

    /** The lines of a file of keys that the caller named. */
    static List<String> named(Path file) {
        try {
            return lines(file);
        } catch (IOException e) {
            throw new Misuse("the file of keys " + file + " cannot be read", "无法读取公钥文件 " + file);
        }
    }

    /** These public keys, or what is wrong with them. */
    static SealKeys believing(List<String> lines) {
        try {
            return SealKeys.believing(lines);
        } catch (IllegalArgumentException e) {
            throw new Misuse("a public key is none: " + e.getMessage(), "其中有无效的公钥");
        }
    }

    /** The public keys that are written down here. */
    List<String> believedKeys() {
        try {
            return Files.exists(believed()) ? lines(believed()) : List.of();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * The key that signs here, besides all that did so before.
     *
     * @param secret the key, or nothing: then one is made, and is the same at the next start
     * @param others public keys of other nodes
     */
    SealKeys keys(String secret, List<String> others) {
        try {
            Files.createDirectories(folder);
            Set<String> believed = new LinkedHashSet<>(others);
            believed.addAll(believedKeys());
            SealKeys keys = SealKeys.signing(secret.isBlank() ? made() : secret, List.copyOf(believed));
            List<String> all = new ArrayList<>(believed);
            keys.verifierKeys().stream().filter(key -> !believed.contains(key)).forEach(all::add);
            if (!all.equals(believedKeys())) {
                Files.write(believed(), all);
            }
            return keys;
        } catch (IllegalArgumentException e) {
            throw new Misuse(
                    "a key of seals is none: " + e.getMessage() + "; make one with: redress seal new-key",
                    "封存密钥无效；可用 redress seal new-key 生成");
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    Path madeKey() {
        return folder.resolve("seal.key");
    }

    private String made() throws IOException {
        Path file = madeKey();
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, SealKeys.newSecret(LOG), StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            log.debug("the key of seals was made at an earlier start", e);
        }
        return Files.readString(file).strip();
    }

    private Misuse unusable(IOException e) {
        return new Misuse(
                "the folder of the seals, " + folder.toAbsolutePath() + ", cannot be read or written (" + e.getMessage()
                        + "); name another with " + FOLDER,
                "封存目录 " + folder.toAbsolutePath() + " 无法读写（" + e.getMessage() + "）；请用 " + FOLDER + " 另行指定");
    }
}
