package io.redress.command.evidence;

import static io.redress.command.evidence.FileKind.HEIC;
import static io.redress.command.evidence.FileKind.JPEG;
import static io.redress.command.evidence.FileKind.MP4;
import static io.redress.command.evidence.FileKind.PDF;
import static io.redress.command.evidence.FileKind.PNG;
import static io.redress.command.evidence.FileKind.QUICKTIME;
import static io.redress.command.evidence.FileKind.WEBP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files made here, byte for byte, good ones and those that somebody makes to do harm. */
class InspectionTest {
    private static final byte[] SVG =
            text("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>");
    private static final byte[] HTML = text("<!DOCTYPE html><html><body><script>alert(1)</script></body></html>");

    /** The picture of the README's example. */
    private static final String DOT =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    // ---- good ones

    static Stream<Arguments> good() throws IOException {
        return Stream.of(
                Arguments.of(PNG, picture("png")),
                Arguments.of(PNG, Base64.getDecoder().decode(DOT)),
                Arguments.of(JPEG, picture("jpg")),
                Arguments.of(JPEG, join(picture("jpg"), picture("jpg"))),
                Arguments.of(WEBP, webp(lossless(64, 48))),
                Arguments.of(WEBP, webp(lossy(64, 48))),
                Arguments.of(
                        WEBP,
                        webp(canvas(64, 48), part("ICCP", new byte[9]), part("ALPH", new byte[9]), lossy(64, 48))),
                Arguments.of(HEIC, heic("heic", size(64, 48))),
                Arguments.of(HEIC, heic("mif1", size(512, 512), size(4032, 3024))),
                Arguments.of(MP4, film("isom")),
                Arguments.of(QUICKTIME, film("qt  ")),
                Arguments.of(PDF, document("BT /F1 12 Tf (received) Tj ET")));
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_file_that_is_what_it_says_is_taken(FileKind kind, byte[] file) {
        assertThatCode(() -> inspect(kind, file)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_file_that_was_cut_short_is_refused(FileKind kind, byte[] file) {
        for (int length : new int[] {file.length - 1, file.length * 3 / 4, file.length / 3}) {
            byte[] cut = Arrays.copyOf(file, length);
            if (kind != PDF || length < file.length - 1) {
                assertThat(refusal(kind, cut)).as(kind + " of " + length).isEqualTo(Rule.FILE_IS_WHOLE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void an_archive_behind_a_file_is_found(FileKind kind, byte[] file) throws IOException {
        byte[] archive = archive();
        assertThat(refusal(kind, join(file, archive)))
                .isIn(Rule.FILE_HIDES_NOTHING, Rule.FILE_IS_WHOLE, Rule.FILE_IS_OF_THE_TYPE_IT_SAYS);
        assertThat(refusal(kind, join(file, HTML)))
                .isIn(Rule.FILE_HIDES_NOTHING, Rule.FILE_IS_WHOLE, Rule.FILE_IS_OF_THE_TYPE_IT_SAYS);
    }

    // ---- those that lie

    @ParameterizedTest
    @MethodSource("good")
    void what_calls_itself_something_else_is_refused(FileKind kind, byte[] file) throws IOException {
        for (byte[] other : new byte[][] {SVG, HTML, archive(), text("MZ program"), text("#!/bin/sh\nrm -rf /\n")}) {
            assertThat(refusal(kind, other)).isEqualTo(Rule.FILE_IS_OF_THE_TYPE_IT_SAYS);
        }
        for (FileKind other : FileKind.values()) {
            if (other != kind) {
                assertThat(refusal(other, file)).isEqualTo(Rule.FILE_IS_OF_THE_TYPE_IT_SAYS);
            }
        }
    }

    @Test
    void a_refusal_says_what_the_file_says_and_what_it_is() {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> inspect(PNG, SVG));
        assertThat(refusal.reasons().getFirst().details()).containsExactly("image/png", "image/svg+xml");
    }

    // ---- pictures without end

    @Test
    void a_picture_of_a_hundred_megapixels_is_refused_by_its_head() throws IOException {
        byte[] png = picture("png");
        ByteBuffer.wrap(png).putInt(16, 10_000).putInt(20, 10_000);
        assertThat(refusal(PNG, png)).isEqualTo(Rule.PICTURE_HAS_NOT_TOO_MANY_PIXELS);
        byte[] jpeg = picture("jpg");
        int frame = indexOf(jpeg, new byte[] {(byte) 0xFF, (byte) 0xC0});
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 10_000).putShort(frame + 7, (short) 10_000);
        assertThat(refusal(JPEG, jpeg)).isEqualTo(Rule.PICTURE_HAS_NOT_TOO_MANY_PIXELS);
        for (byte[] webp : new byte[][] {
            webp(lossless(10_000, 10_000)),
            webp(lossy(10_000, 10_000)),
            webp(canvas(10_000, 10_000), lossy(64, 48)),
            webp(canvas(64, 48), lossy(10_000, 10_000))
        }) {
            assertThat(refusal(WEBP, webp)).isEqualTo(Rule.PICTURE_HAS_NOT_TOO_MANY_PIXELS);
        }
        assertThat(refusal(HEIC, heic("heic", size(64, 48), size(10_000, 10_000))))
                .isEqualTo(Rule.PICTURE_HAS_NOT_TOO_MANY_PIXELS);
    }

    @Test
    void a_picture_whose_size_is_beyond_all_numbers_is_refused() throws IOException {
        byte[] png = picture("png");
        ByteBuffer.wrap(png).putInt(16, -1).putInt(20, -1);
        assertThat(refusal(PNG, png)).isEqualTo(Rule.PICTURE_HAS_NOT_TOO_MANY_PIXELS);
        assertThat(refusal(HEIC, heic("heic", size(-1, -1)))).isEqualTo(Rule.PICTURE_HAS_NOT_TOO_MANY_PIXELS);
    }

    @Test
    void a_picture_that_does_not_say_its_size_is_refused() {
        assertThat(refusal(HEIC, heic("heic"))).isEqualTo(Rule.FILE_IS_WHOLE);
        assertThat(refusal(HEIC, heic("heic", box("ispe", new byte[3])))).isEqualTo(Rule.FILE_IS_WHOLE);
        assertThat(refusal(WEBP, webp(canvas(64, 48)))).isEqualTo(Rule.FILE_IS_WHOLE);
        assertThat(refusal(WEBP, webp(part("VP8L", new byte[3])))).isEqualTo(Rule.FILE_IS_WHOLE);
        assertThat(refusal(WEBP, webp(part("VP8 ", new byte[20])))).isEqualTo(Rule.FILE_IS_WHOLE);
    }

    @Test
    void boxes_in_boxes_without_end_are_refused() {
        byte[] boxes = new byte[8 << 16];
        for (int at = 0; at < boxes.length; at += 8) {
            ByteBuffer.wrap(boxes).putInt(at, boxes.length - at).put(at + 4, text("meta"));
        }
        assertThat(refusal(HEIC, heic("heic", boxes))).isEqualTo(Rule.FILE_IS_WHOLE);
    }

    @Test
    void pictures_and_films_behind_a_picture_are_refused() {
        assertThat(refusal(WEBP, webp(canvas(64, 48), part("ANIM", new byte[6]), lossy(64, 48))))
                .isEqualTo(Rule.FILE_HIDES_NOTHING);
        assertThat(refusal(WEBP, webp(lossy(64, 48), lossless(64, 48)))).isEqualTo(Rule.FILE_HIDES_NOTHING);
        assertThat(refusal(HEIC, join(heic("heic", size(64, 48)), box("mpvd", film("isom")))))
                .isEqualTo(Rule.FILE_HIDES_NOTHING);
        assertThat(refusal(HEIC, heic("mif1", "avif", size(64, 48)))).isEqualTo(Rule.FILE_IS_OF_THE_TYPE_IT_SAYS);
    }

    @Test
    void a_picture_that_unpacks_to_more_than_its_head_says_is_refused() throws IOException {
        assertThat(refusal(PNG, png(chunk("IDAT", deflated(64 << 20)))))
                .isEqualTo(Rule.FILE_UNPACKS_TO_SOMETHING_SENSIBLE);
    }

    @Test
    void a_text_in_a_picture_that_unpacks_without_end_is_refused() throws IOException {
        byte[] bomb = deflated(64 << 20);
        byte[] pixels = chunk("IDAT", deflated(5));
        for (byte[] annex : new byte[][] {
            chunk("zTXt", join(text("Comment\0\0"), bomb)),
            chunk("iCCP", join(text("profile\0\0"), bomb)),
            chunk("iTXt", join(text("Comment\0\1\0en\0note\0"), bomb))
        }) {
            assertThat(refusal(PNG, png(annex, pixels))).isEqualTo(Rule.FILE_UNPACKS_TO_SOMETHING_SENSIBLE);
        }
    }

    @Test
    void script_in_a_picture_is_found_however_it_is_kept() throws IOException {
        byte[] script = text("<ScRiPt>alert(1)</script>");
        byte[] pixels = chunk("IDAT", deflated(5));
        for (byte[] annex : new byte[][] {
            chunk("tEXt", join(text("Comment\0"), script)),
            chunk("zTXt", join(text("Comment\0\0"), deflated(script))),
            chunk("iTXt", join(text("Comment\0\0\0en\0note\0"), script)),
            chunk("zTXt", join(script, text("\0\0"), deflated(5))),
            chunk("zTXt", script),
            chunk("iCCP", join(script, text("\0\0"), deflated(5))),
            chunk("iTXt", join(script, text("\0\0\0en\0note\0well"))),
            chunk("iTXt", join(text("Comment\0\0\0"), script, text("\0note\0well"))),
            chunk("iTXt", join(text("Comment\0\0\0en\0"), script, text("\0well")))
        }) {
            assertThat(refusal(PNG, png(annex, pixels))).isEqualTo(Rule.FILE_HIDES_NOTHING);
        }
        assertThat(refusal(WEBP, webp(canvas(64, 48), lossy(64, 48), part("XMP ", script))))
                .isEqualTo(Rule.FILE_HIDES_NOTHING);
        assertThat(refusal(HEIC, join(heic("heic", size(64, 48)), box("free", script))))
                .isEqualTo(Rule.FILE_HIDES_NOTHING);
        byte[] jpeg = picture("jpg");
        byte[] comment = join(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, (byte) (script.length + 2)}, script);
        assertThat(refusal(JPEG, join(Arrays.copyOf(jpeg, 2), comment, Arrays.copyOfRange(jpeg, 2, jpeg.length))))
                .isEqualTo(Rule.FILE_HIDES_NOTHING);
    }

    // ---- documents that act

    @Test
    void a_document_that_acts_by_itself_is_refused() throws IOException {
        for (String act : new String[] {
            "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
            "/OpenAction << /S /Launch /F (cmd.exe) >>",
            "/OpenAction << /S /SubmitForm /F (https://a.example) >>",
            "/OpenAction << /S /ImportData /F (a.fdf) >>",
            "/OpenAction << /S /GoToR /F (//a.example/a.pdf) >>",
            "/OpenAction << /S /GoToE /T << /R /C >> >>",
            "/Names << /EmbeddedFiles 9 0 R >> /EmbeddedFile 1 0 R"
        }) {
            assertThat(refusal(PDF, document("BT ET", act, deflated(text("BT ET")), "")))
                    .as(act)
                    .isEqualTo(Rule.FILE_HIDES_NOTHING);
        }
        byte[] packed = deflated(text("1 0 << /S /JavaScript /JS (app.alert(1)) >>"));
        assertThat(refusal(PDF, document("BT ET", "", packed, "/Type /ObjStm"))).isEqualTo(Rule.FILE_HIDES_NOTHING);
    }

    /** A reader passes over comments, and finds objects wherever they stand. */
    @Test
    void a_comment_hides_nothing_in_a_document() throws IOException {
        byte[] packed = deflated(text("1 0 << /S /JavaScript /JS (app.alert(1)) >>"));
        String head = " << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length " + packed.length + " >>\nstream\n";
        byte[] good = document("BT ET");
        for (byte[] hidden : new byte[][] {
            text("9 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj\n"),
            join(text("9 0 obj" + head), packed, text("\nendstream\nendobj\n"))
        }) {
            byte[] behindAComment = join(
                    text("%PDF-1.7\n%stream\n"),
                    hidden,
                    text("%endstream\n"),
                    Arrays.copyOfRange(good, 9, good.length));
            assertThat(refusal(PDF, behindAComment)).isEqualTo(Rule.FILE_HIDES_NOTHING);
        }
        assertThat(refusal(PDF, document("BT ET", "", packed, "/Type /ObjStm %obj \n")))
                .isEqualTo(Rule.FILE_HIDES_NOTHING);
    }

    @Test
    void a_document_that_unpacks_without_end_is_refused() throws IOException {
        assertThat(refusal(PDF, document("BT ET", "", deflated(300 << 20), "")))
                .isEqualTo(Rule.FILE_UNPACKS_TO_SOMETHING_SENSIBLE);
    }

    @Test
    void a_document_under_a_password_is_refused() throws IOException {
        assertThat(refusal(PDF, document("BT ET", "/Encrypt 5 0 R", deflated(text("BT ET")), "")))
                .isEqualTo(Rule.FILE_IS_WHOLE);
    }

    // ---- films

    @Test
    void a_film_of_boxes_that_are_none_is_refused() {
        assertThat(refusal(
                        MP4, join(box("ftyp", text("isom\0\0\0\0isom")), box("moov", new byte[8]), box("evil", HTML))))
                .isEqualTo(Rule.FILE_HIDES_NOTHING);
        assertThat(refusal(
                        MP4, join(box("ftyp", text("isom\0\0\0\0isom")), box("moov", new byte[8]), box("free", HTML))))
                .isEqualTo(Rule.FILE_HIDES_NOTHING);
        assertThat(refusal(MP4, join(box("ftyp", text("isom\0\0\0\0isom")), box("mdat", new byte[8]))))
                .isEqualTo(Rule.FILE_IS_WHOLE);
    }

    // ---- how they are made

    private static void inspect(FileKind kind, byte[] file) throws IOException {
        Inspection.inspect(kind, file.length, new ByteArrayInputStream(file));
    }

    private static Rule refusal(FileKind kind, byte[] file) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> inspect(kind, file));
        assertThat(refusal).as("a refusal of this " + kind).isNotNull();
        return refusal.rule();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
    }

    private static byte[] picture(String form) throws IOException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 64; x++) {
            image.setRGB(x, x % 48, 0xFF0000 + x);
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, form, written)).isTrue();
        return written.toByteArray();
    }

    /** A picture of one grey dot with these chunks. */
    private static byte[] png(byte[]... chunks) {
        byte[] head = ByteBuffer.allocate(13)
                .putInt(1)
                .putInt(1)
                .put((byte) 8)
                .put((byte) 0)
                .array();
        return join(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'},
                chunk("IHDR", head),
                join(chunks),
                chunk("IEND", new byte[0]));
    }

    private static byte[] chunk(String type, byte[] data) {
        CRC32 sum = new CRC32();
        sum.update(text(type));
        sum.update(data);
        return ByteBuffer.allocate(data.length + 12)
                .putInt(data.length)
                .put(text(type))
                .put(data)
                .putInt((int) sum.getValue())
                .array();
    }

    private static byte[] deflated(byte[] data) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(data);
        }
        return packed.toByteArray();
    }

    /** So many zeros. */
    private static byte[] deflated(int size) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            byte[] block = new byte[1 << 16];
            for (int left = size; left > 0; left -= block.length) {
                out.write(block, 0, Math.min(left, block.length));
            }
        }
        return packed.toByteArray();
    }

    private static byte[] document(String page) throws IOException {
        return document(page, "", deflated(text(page)), "");
    }

    private static byte[] document(String page, String catalogue, byte[] packed, String dictionary) {
        return join(
                text("%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R " + catalogue + " >> endobj\n"),
                text("2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\n"),
                text("3 0 obj << /Length " + page.length() + " >>\nstream\n" + page + "\nendstream\nendobj\n"),
                text("4 0 obj << " + dictionary + " /Filter /FlateDecode /Length " + packed.length + " >>\nstream\n"),
                packed,
                text("\nendstream\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"));
    }

    private static byte[] webp(byte[]... parts) {
        byte[] all = join(text("WEBP"), join(parts));
        return part("RIFF", all);
    }

    private static byte[] part(String type, byte[] data) {
        return join(
                text(type),
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(data.length)
                        .array(),
                data,
                new byte[data.length & 1]);
    }

    private static byte[] canvas(int width, int height) {
        ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(4, width - 1).putInt(7, height - 1);
        return part("VP8X", Arrays.copyOf(head.array(), 10));
    }

    private static byte[] lossless(int width, int height) {
        return part(
                "VP8L",
                ByteBuffer.allocate(15)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put((byte) 0x2F)
                        .putInt((width - 1) | ((height - 1) << 14))
                        .array());
    }

    private static byte[] lossy(int width, int height) {
        return part(
                "VP8 ",
                ByteBuffer.allocate(20)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(3, 0x2A019D)
                        .putShort(6, (short) width)
                        .putShort(8, (short) height)
                        .array());
    }

    /** With these among what is said of its pictures. */
    private static byte[] heic(String brand, byte[]... properties) {
        return heic(brand, "heic", properties);
    }

    private static byte[] heic(String brand, String other, byte[]... properties) {
        byte[] ofPictures = box("iprp", join(box("ipco", join(properties)), box("ipma", new byte[8])));
        return join(
                box("ftyp", text(brand + "\0\0\0\0mif1" + other)),
                box("meta", join(new byte[4], box("hdlr", new byte[24]), ofPictures)),
                box("mdat", new byte[1000]));
    }

    private static byte[] size(int width, int height) {
        return box(
                "ispe",
                ByteBuffer.allocate(12).putInt(4, width).putInt(8, height).array());
    }

    private static byte[] film(String brand) {
        return join(
                box("ftyp", text(brand + "\0\0\2\0" + brand)),
                box("moov", box("mvhd", new byte[100])),
                box("mdat", new byte[1000]));
    }

    private static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(content.length + 8)
                .putInt(content.length + 8)
                .put(text(type))
                .put(content)
                .array();
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(written)) {
            zip.putNextEntry(new ZipEntry("payload.html"));
            zip.write(HTML);
        }
        return written.toByteArray();
    }
}
