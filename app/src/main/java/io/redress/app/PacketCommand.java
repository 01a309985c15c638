package io.redress.app;

import io.redress.api.SubjectId;
import io.redress.app.Redress.Misuse;
import io.redress.app.packet.Packets;
import io.redress.command.seal.SealKeys;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Reader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A case as one file for 12315, arbitration or a court; a running service need not be stopped. */
@Command(
        name = "packet",
        header = "Puts a case into one file. 导出案卷包。",
        description = {
            "Writes everything about a case into one file, as the platform sees it: what happened in plain words and as it is stored, windows with their explanations, evidence, proofs. Whoever has the file checks it with: redress verify FILE.",
            "将案件的全部内容（平台所见）写入一个文件：经过（文字及所存原样）、期限及其说明、证据和证明。收到文件者可用 redress verify FILE 核验。"
        },
        mixinStandardHelpOptions = true)
final class PacketCommand implements Callable<Integer> {
    @Mixin
    private CalendarCommand.Place place = new CalendarCommand.Place();

    @Parameters(
            paramLabel = "CASE",
            description = {"The case as in its address, returns/R9.", "案件，写法同地址，如 returns/R9。"})
    private String name = "";

    @Option(
            names = {"-o", "--output"},
            required = true,
            description = {"The file to write.", "输出文件。"})
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        SealKeys keys = SealPlace.beside(place.data())
                .keys(Objects.requireNonNullElse(System.getenv("REDRESS_SEALS_KEY"), ""), List.of());
        place.with(context -> {
            write(context, name, keys, file);
            return 0;
        });
        Redress.say("the case is in " + file, "案卷已写入 " + file);
        return 0;
    }

    /** Reads as the platform does: whoever has a shell is shown, and recorded to be shown, what that is. */
    static void write(ApplicationContext context, String name, SealKeys keys, Path file) {
        String[] words = name.split("/", 2);
        if (words.length < 2) {
            throw unknown(name);
        }
        try {
            SubjectId of = CaseKind.subject(words[0], words[1]);
            Path begun = begun(file);
            try {
                Packets.Draft packet = context.getBean(Packets.class).of(Reader.PLATFORM, of);
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(begun))) {
                    packet.write(keys, out);
                }
                Files.move(begun, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(begun);
            }
        } catch (NotOnSheet absent) {
            if (absent.kind().equals("seal")) {
                throw new Misuse("nothing is sealed yet; try again when the service has run", "尚无封存；请在服务运行后重试");
            }
            throw unknown(name);
        } catch (IllegalArgumentException e) {
            throw unknown(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Beside where it is to be, until it is whole, and for nobody else to read: everything about a case is in it. */
    private static Path begun(Path file) {
        Path at = file.toAbsolutePath();
        try {
            if (Files.exists(at) && !Files.isRegularFile(at)) {
                throw new FileSystemException(file.toString());
            }
            return Files.createTempFile(
                    at.getParent(),
                    ".packet",
                    ".part",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw new Misuse("cannot write " + file, "无法写入 " + file);
        }
    }

    private static Misuse unknown(String name) {
        return new Misuse(
                "there is no case " + name + "; write it as in returns/R9", "没有案件 " + name + "；写法如 returns/R9");
    }
}
