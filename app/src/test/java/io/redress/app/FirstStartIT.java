package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redress.app.PackagedService.Printed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How whoever starts the packaged service comes to a first credential, and to the next ones. */
@Tag("ci")
class FirstStartIT {
    private static final Pattern KEY = Pattern.compile("rk_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}");

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void nameData() throws IOException {
        data = folder.toRealPath().resolve("data");
    }

    private static String keyIn(String printed) {
        Matcher key = KEY.matcher(printed);
        assertThat(key.find()).as(printed).isTrue();
        return key.group();
    }

    @Test
    void the_first_start_prints_an_administrators_key_once_and_not_to_the_log() throws IOException {
        String administrator;
        try (PackagedService first = PackagedService.ready("run", data)) {
            administrator = keyIn(first.printed());
            assertThat(first.printed()).contains("shown this once", "仅显示这一次");
            assertThat(first.logged()).doesNotContainPattern(KEY);
            assertThat(first.as(administrator).get("queue").status()).isEqualTo(200);
            assertThat(first.as("").get("queue").status()).isEqualTo(401);
            assertThat(answersTo(first.printed())).contains("items").containsPattern(KEY);

            // beside the running service
            Printed made = PackagedService.run(
                    data, "keys", "create", "--kind", "merchant", "--name", "lanhua-tea", "--scopes", "read,acts");
            assertThat(made.status()).as(made.err()).isZero();
            assertThat(made.out().strip()).matches(KEY);
            assertThat(made.err()).doesNotContainPattern(KEY);
            assertThat(first.as(made.out().strip()).get("api-keys").status()).isEqualTo(200);
            Printed list = PackagedService.run(data, "keys", "list");
            assertThat(list.out())
                    .contains("administrator", "lanhua-tea", "acts,read")
                    .doesNotContainPattern(KEY);
            String id = made.out().split("_")[1];
            assertThat(PackagedService.run(data, "keys", "revoke", id).status()).isZero();
            assertThat(first.as(made.out().strip()).get("api-keys").status()).isEqualTo(401);
        }
        // without a service
        assertThat(PackagedService.run(data, "keys", "list").out()).contains("revoked");
        try (PackagedService second = PackagedService.ready("run", data)) {
            assertThat(second.printed()).doesNotContainPattern(KEY);
            assertThat(second.as(administrator).get("queue").status()).isEqualTo(200);
        }
    }

    /** What a shell says to the commands that the first start shows, as they stand there. */
    private static String answersTo(String printed) throws IOException {
        String commands = printed.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("export ") || line.startsWith("curl "))
                .map(line -> line.replace("curl -s", "curl -sS --fail-with-body"))
                .collect(Collectors.joining("\n"));
        Process shell = new ProcessBuilder("bash", "-e", "-c", commands)
                .redirectErrorStream(true)
                .start();
        String answers = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.onExit().join().exitValue()).as(answers).isZero();
        return answers;
    }

    @Test
    void the_database_that_comes_along_asks_for_a_password_that_nobody_else_reads() throws IOException {
        try (PackagedService service = PackagedService.ready("run", data)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgres.password"))))
                    .isEqualTo("rw-------");
            assertThat(service.sql().sql("SELECT 1").query(Integer.class).single())
                    .isOne();
            for (String guess : List.of("", "postgres")) {
                assertThatThrownBy(() -> service.sql(guess)
                                .sql("SELECT 1")
                                .query(Integer.class)
                                .single())
                        .hasStackTraceContaining("password");
            }
        }
    }

    @Test
    void the_administrators_key_goes_into_a_file_that_nobody_else_reads() throws IOException {
        Path file = folder.resolve("administrator-key");
        Map<String, String> environment = Map.of(FirstKey.FILE, file.toString());
        try (PackagedService service = PackagedService.ready("run", data, environment)) {
            assertThat(service.printed()).doesNotContainPattern(KEY);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(service.as(Files.readString(file).strip()).get("queue").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void the_demo_prints_a_token_for_every_part() throws IOException {
        try (PackagedService demo = PackagedService.ready("demo", data)) {
            assertThat(demo.printed()).doesNotContainPattern(KEY);
            for (String variable : List.of("JUN", "TEA", "ROOM", "AGENT", "PLATFORM")) {
                Matcher token =
                        Pattern.compile("(?m)^export " + variable + "=(\\S+)$").matcher(demo.printed());
                assertThat(token.find()).as(variable).isTrue();
                assertThat(demo.as(token.group(1)).get("queue").status()).isIn(200, 403);
            }
            assertThat(demo.as("").get("queue").status()).isEqualTo(401);
        }
    }

    @Test
    void a_notice_about_days_off_is_loaded_beside_the_running_service() throws IOException {
        Path notice = folder.resolve("notice.json");
        Files.writeString(notice, Node.json(CalendarNoticeTest.NOTICE).toString());
        try (PackagedService demo = PackagedService.ready("demo", data)) {
            Printed loaded = PackagedService.run(data, "calendar", "load", notice.toString());
            assertThat(loaded.status()).as(loaded.err()).isZero();
            assertThat(loaded.err()).contains("loaded notice G9 as version 2", "已载入通知 G9，为日历第 2 版");
            assertThat(demo.get("documents/calendar").body()).contains("\"version\":2", "G9");
            Files.writeString(
                    notice,
                    Node.json(CalendarNoticeTest.NOTICE.replace("'year': 2027", "'year': 2030"))
                            .toString());
            Printed refused = PackagedService.run(data, "calendar", "load", notice.toString());
            assertThat(refused.status()).isEqualTo(Redress.MISUSED);
            assertThat(refused.err())
                    .contains(
                            "A notice is loaded for 2026 or 2027. (year: notice-is-of-this-year-or-the-next",
                            "只能载入 2026 年或 2027 年的通知。");
        }
        assertThat(PackagedService.run(data, "calendar", "list").out())
                .contains("cn-workdays.v1", "G9", "2026-11-13T09:00:00+08:00");
    }

    @Test
    void what_is_stored_is_sealed_and_who_changes_it_is_found_out() throws IOException {
        try (PackagedService demo = PackagedService.ready("demo", data)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(data.resolve("seals/seals.txt")));
            Printed whole = PackagedService.run(data, "seal", "verify");
            assertThat(whole.status()).as(whole.err()).isZero();
            assertThat(whole.out()).contains("Whole: ", "完好：");
            Printed status = PackagedService.run(data, "seal", "status");
            assertThat(status.status()).as(status.out() + status.err()).isZero();
            assertThat(status.out())
                    .containsPattern("Sealed up to event \\d+: seal \\d+ of .*, by redress\\+[0-9a-f]{8}\\.")
                    .containsPattern("已封存至事件 \\d+")
                    .contains("Not sealed yet: ", "尚未封存：");

            demo.sql()
                    .sql("ALTER TABLE event_store.domain_event_entry DISABLE TRIGGER history_is_never_edited")
                    .update();
            demo.sql()
                    .sql("UPDATE event_store.domain_event_entry SET meta_data = NULL WHERE global_index = 2")
                    .update();
            Printed changed = PackagedService.run(data, "seal", "verify");
            assertThat(changed.status()).isEqualTo(Redress.FAILED);
            assertThat(changed.out()).contains("event 2 is not the one that was sealed", "事件 2 与封存时不同");
        }
    }

    @Test
    void words_that_make_no_key_are_refused() {
        assertThat(PackagedService.run(data, "keys", "list").status()).isEqualTo(Redress.MISUSED);
        assertThat(PackagedService.run(data, "keys", "create", "--kind", "agent", "--name", "wang")
                        .err())
                .contains("redress: ", "redress：")
                .doesNotContain("Exception");
    }
}
