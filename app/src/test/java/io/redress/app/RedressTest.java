package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says to words and files that are wrong, always in both languages. */
class RedressTest {
    private static final String PLAYED = """
            {"at": "2026-11-12T10:00:00+08:00", "do": "advance"}
            """;

    @TempDir
    private Path folder;

    /** What was said where errors go. */
    private static List<String> refused(String... words) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Redress.run(words)).isEqualTo(Redress.MISUSED);
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536, 99_999_999})
    void a_port_that_is_none_is_refused(int port) {
        assertThat(refused("run", "--port", Integer.toString(port), "--data", path("data")))
                .containsExactly(
                        "redress: there is no port " + port + "; name one from 1 to 65535",
                        "redress：没有端口 " + port + "；请指定 1 至 65535 之间的端口");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_folder_that_cannot_be_one_is_refused() throws IOException {
        String data = file("a-file", "");
        assertThat(refused("run", "--port", "1", "--data", data))
                .containsExactly(
                        "redress: the data folder " + data + " cannot be made or written to; name another with --data",
                        "redress：无法创建或写入数据目录 " + data + "；请用 --data 另指定一个目录");
    }

    @Test
    void a_folder_without_data_is_not_rebuilt() {
        String data = path("nothing");
        assertThat(refused("rebuild", "--data", data))
                .containsExactly(
                        "redress: there is no data in " + data + "; name a folder with --data",
                        "redress：目录 " + data + " 中没有数据；请用 --data 指定目录");
        assertThat(folder.resolve("nothing")).doesNotExist();
    }

    @Test
    void keys_that_cannot_be_read_are_no_sign_of_tampering() {
        String nowhere = path("nowhere.txt");
        for (String command : List.of("verify", "status")) {
            assertThat(refused("seal", command, "--keys", nowhere))
                    .containsExactly(
                            "redress: the file of keys " + nowhere + " cannot be read", "redress：无法读取公钥文件 " + nowhere);
        }
    }

    @Test
    void a_notice_that_is_none_is_refused_before_anything_is_started() throws IOException {
        assertThat(refused("calendar")).containsExactly("redress: say load or list", "redress：请指明 load 或 list");
        String nowhere = path("nowhere.json");
        assertThat(refused("calendar", "load", nowhere))
                .containsExactly("redress: there is no file " + nowhere, "redress：没有文件 " + nowhere);
        String broken = file("broken.json", "{");
        assertThat(refused("calendar", "load", broken))
                .containsExactly("redress: " + broken + " is no JSON", "redress：" + broken + " 不是 JSON");
        String list = file("list.json", "[]");
        assertThat(refused("calendar", "load", list))
                .containsExactly("redress: " + list + " holds no JSON object", "redress：" + list + " 不是 JSON 对象");
    }

    @Test
    void a_receiver_elsewhere_and_a_secret_that_is_none_are_refused_before_anything_is_started() {
        assertThat(refused("certify", "https://tickets.example/hook"))
                .containsExactly(
                        "redress: name a receiver on this machine, such as http://localhost:9000/redress",
                        "redress：请指定本机的接收方，例如 http://localhost:9000/redress");
        assertThat(refused("certify", "http://localhost:9000/", "--secret", "whsec_c2hvcnQ="))
                .containsExactly(
                        "redress: a secret is whsec_ and 24 to 64 bytes in Base64",
                        "redress：密钥应为 whsec_ 加 24 至 64 字节的 Base64");
        assertThat(refused("certify", "http://localhost:9000/", "--only", "everything"))
                .anySatisfy(line -> assertThat(line).contains("acts-once"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"burn", "--burn", "help"})
    void words_that_are_none_are_refused_and_the_right_ones_named(String word) {
        assertThat(refused(word))
                .anySatisfy(line -> assertThat(line).startsWith("redress: ").contains(word))
                .contains("redress：命令行有误，用法如下")
                .anySatisfy(line -> assertThat(line).contains("simulate"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"at\": \"2026-11-12T10:00:00+08:00\"|not one JSON object, at column 35|不是一个 JSON 对象（第 35 列）",
                "{} {}|not one JSON object, at column 4|不是一个 JSON 对象（第 4 列）",
                "[]|not a JSON object|不是 JSON 对象",
                "{\"do\": \"advance\"}|the text field \"at\" is missing|缺少文本字段 \"at\"",
                "{\"at\": \"2026-11-12T10:00:00+08:00\"}|the text field \"do\" is missing|缺少文本字段 \"do\"",
                "{\"at\": \"x\", \"at\": \"y\"}|the field \"at\" is there twice|字段 \"at\" 出现两次",
                "{\"at\": \"noon\", \"do\": \"advance\"}|\"at\" is not an instant such as 2026-11-11T20:03:00+08:00: noon|\"at\" 不是形如 2026-11-11T20:03:00+08:00 的时刻：noon",
                "{\"at\": \"2026-11-12T09:59:59+08:00\", \"do\": \"advance\"}|time runs backwards: 2026-11-12T09:59:59+08:00 after 2026-11-12T10:00:00+08:00|时间倒退：2026-11-12T09:59:59+08:00 排在 2026-11-12T10:00:00+08:00 之后"
            })
    void a_scenario_that_is_malformed_is_refused_with_its_line(String line, String english, String chinese)
            throws IOException {
        String scenario = file("scenario.jsonl", PLAYED + "\n" + line + "\n");
        assertThat(refused("simulate", scenario, "--ledger", path("l.csv"), "--refused", path("r.csv")))
                .containsExactly(
                        "redress: " + scenario + ", line 3: " + english, "redress：" + scenario + "，第 3 行：" + chinese);
        assertThat(folder.resolve("l.csv")).doesNotExist();
    }

    @Test
    void a_ledger_that_cannot_be_written_is_said_before_anything_is_played() throws IOException {
        String scenario = file("scenario.jsonl", PLAYED);
        String ledger = folder.toString();
        assertThat(refused("simulate", scenario, "--ledger", ledger, "--refused", path("r.csv")))
                .containsExactly("redress: cannot write " + ledger, "redress：无法写入 " + ledger);
        String below = path("scenario.jsonl/l.csv");
        assertThat(refused("simulate", scenario, "--ledger", path("l.csv"), "--refused", below))
                .containsExactly("redress: cannot write " + below, "redress：无法写入 " + below);
    }

    @Test
    void a_scenario_is_never_overwritten() throws IOException {
        String scenario = file("scenario.jsonl", PLAYED);
        assertThat(refused("simulate", scenario, "--ledger", scenario, "--refused", path("r.csv")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains(scenario));
        assertThat(refused("simulate", scenario, "--ledger", path("l.csv"), "--refused", path("l.csv")))
                .hasSize(2);
        assertThat(Path.of(scenario)).hasContent(PLAYED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redress", "jdbc:mysql://127.0.0.1:3306/redress", "jdbc:postgresql://127.0.0.1:99999/redress"})
    void an_address_of_no_postgresql_is_refused(String url) {
        assertThatThrownBy(() -> Database.external(url))
                .isInstanceOf(Redress.Misuse.class)
                .hasMessageContaining("REDRESS_DATABASE_URL");
    }

    @Test
    void a_database_that_does_not_answer_is_named_without_a_stack_trace() {
        Throwable failure = catchThrowable(() -> Node.inside(
                "jdbc:postgresql://127.0.0.1:1/nowhere?user=u&password=secret", Map.of("redress.sandbox", true)));
        assertThat(Redress.Misuse.behind(failure))
                .hasValueSatisfying(misuse -> assertThat(misuse)
                        .hasMessageContaining("the database cannot be used: ")
                        .hasMessageNotContaining("secret"));
    }
}
