package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.app.access.ApiKeys;
import io.redress.app.access.ApiKeys.Made;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The administrator's key of a database that has no keys yet: printed once, past the log, or written into the file that
 * {@code REDRESS_ADMIN_KEY_FILE} names.
 */
record FirstKey(String file, int port) implements Consumer<Made> {
    static final String FILE = "REDRESS_ADMIN_KEY_FILE";

    private static final String GUIDE = "/first-key.txt";

    static void ifThereIsNone(ApiKeys keys, int port) {
        keys.makeFirst(new FirstKey(Objects.requireNonNullElse(System.getenv(FILE), ""), port));
    }

    @Override
    public void accept(Made first) {
        if (file.isBlank()) {
            System.out.println(guide().replace("{key}", first.secret())
                    .replace("{until}", Times.of(first.key().expiresAt()))
                    .replace("{base}", "http://127.0.0.1:" + port));
        } else {
            write(Path.of(file), first.secret() + "\n");
            System.out.println("The administrator's API key is in " + file + ". 管理员 API 密钥已写入该文件。");
        }
    }

    /** Nobody else may read it, not even while it is written. */
    private static void write(Path file, String text) {
        try (SeekableByteChannel out = Files.newByteChannel(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (FileAlreadyExistsException e) {
            throw new Misuse(
                    FILE + ": " + file
                            + " is there already, and an older key is not overwritten; remove it or name another",
                    FILE + "：" + file + " 已存在，不会覆盖旧密钥；请删除它或另指定一个文件");
        } catch (IOException e) {
            throw new Misuse(FILE + ": cannot write " + e.getMessage(), FILE + "：无法写入 " + e.getMessage());
        }
    }

    private static String guide() {
        try (InputStream in = Objects.requireNonNull(FirstKey.class.getResourceAsStream(GUIDE), GUIDE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
