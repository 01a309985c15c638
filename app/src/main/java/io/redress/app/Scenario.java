package io.redress.app;

import io.redress.api.KeptTime;
import io.redress.app.Redress.Misuse;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the parties did, in order: one act a line. A malformed file is refused whole, with its line. */
record Scenario(List<Line> lines) {
    /** The act that lets time pass and does nothing else. */
    static final String ADVANCE = "advance";

    /** Some editors put it in front of a text. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * One act.
     *
     * @param number of the line, counted from 1
     */
    record Line(int number, Instant at, String act, JsonNode fields) {}

    static Scenario read(Path file) {
        try {
            return read(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw new Misuse(file + " is not UTF-8 text", file + " 不是 UTF-8 文本");
        } catch (IOException e) {
            boolean exists = Files.exists(file);
            throw new Misuse(
                    "cannot read " + file + (exists ? "" : ": there is no such file"),
                    "无法读取 " + file + (exists ? "" : "：文件不存在"));
        }
    }

    static Scenario read(String text, String name) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        String acts = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        for (String row : acts.split("\n", -1)) {
            number++;
            if (!row.isBlank()) {
                Line line = read(row, number, name);
                if (!lines.isEmpty() && line.at().isBefore(lines.getLast().at())) {
                    throw malformed(
                            name,
                            number,
                            "time runs backwards: " + Times.of(line.at()) + " after "
                                    + Times.of(lines.getLast().at()),
                            "时间倒退：" + Times.of(line.at()) + " 排在 "
                                    + Times.of(lines.getLast().at()) + " 之后");
                }
                lines.add(line);
            }
        }
        if (lines.isEmpty()) {
            throw new Misuse(name + " holds no act", name + " 中没有操作");
        }
        return new Scenario(lines);
    }

    private static Line read(String text, int number, String file) {
        JsonNode fields;
        try {
            fields = JSON.readTree(text);
        } catch (JacksonException e) {
            int column = e.getLocation().getColumnNr();
            String twice = e instanceof StreamReadException broken ? BrokenJson.namedTwice(broken) : null;
            throw twice == null
                    ? malformed(
                            file,
                            number,
                            "not one JSON object, at column " + column,
                            "不是一个 JSON 对象（第 " + column + " 列）")
                    : malformed(
                            file, number, "the field \"" + twice + "\" is there twice", "字段 \"" + twice + "\" 出现两次");
        }
        if (!fields.isObject()) {
            throw malformed(file, number, "not a JSON object", "不是 JSON 对象");
        }
        String at = text(fields, "at");
        String act = text(fields, "do");
        if (at == null || act == null) {
            String field = at == null ? "at" : "do";
            throw malformed(file, number, "the text field \"" + field + "\" is missing", "缺少文本字段 \"" + field + "\"");
        }
        return new Line(number, instant(at, number, file), act, fields);
    }

    private static Instant instant(String at, int number, String file) {
        Instant instant;
        try {
            instant = OffsetDateTime.parse(at).toInstant();
        } catch (DateTimeException e) {
            throw malformed(
                    file,
                    number,
                    "\"at\" is not an instant such as 2026-11-11T20:03:00+08:00: " + at,
                    "\"at\" 不是形如 2026-11-11T20:03:00+08:00 的时刻：" + at);
        }
        if (!KeptTime.holds(instant.truncatedTo(ChronoUnit.MICROS))) {
            throw malformed(
                    file, number, "\"at\" is not in the years 1 to 9999: " + at, "\"at\" 不在公元 1 年至 9999 年之间：" + at);
        }
        return instant;
    }

    private static @Nullable String text(JsonNode fields, String field) {
        JsonNode value = fields.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private static Misuse malformed(String file, int line, String english, String chinese) {
        return new Misuse(file + ", line " + line + ": " + english, file + "，第 " + line + " 行：" + chinese);
    }
}
