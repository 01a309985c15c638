package io.redress.app.pages;

import io.redress.query.Texts.Bilingual;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a consumer can turn when a dispute does not end here (6.4.3 d): how each is reached, and which rule says so.
 * Rules change, so this is data with the day on which it was looked up.
 */
final class OtherRemedies {
    private static final String DATA = "/other-remedies.json";

    static final List<Remedy> ALL = read();

    private OtherRemedies() {}

    /**
     * One of them; its name and what it does are texts under its id.
     *
     * @param asOf the day on which it was looked up
     */
    record Remedy(String id, List<Way> ways, Bilingual source, LocalDate asOf) {}

    /**
     * How it is reached.
     *
     * @param phone to be dialled; null where there is none
     * @param web an address; null where there is none
     * @param text what it is
     */
    record Way(@Nullable String phone, @Nullable String web, Bilingual text) {}

    private static List<Remedy> read() {
        try (InputStream in = Objects.requireNonNull(OtherRemedies.class.getResourceAsStream(DATA), DATA)) {
            return JsonMapper.shared().readValue(in, new TypeReference<List<Remedy>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
