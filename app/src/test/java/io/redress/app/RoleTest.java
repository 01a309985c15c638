package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redress.api.SubjectId;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.seal.SealKeys;
import io.redress.command.seal.Verification;
import io.redress.command.seal.Verification.Report;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A service that runs as a database user who does not own its tables, on a server of its own, because roles belong to
 * the server: it does all that a service does, cannot edit history, and
 * loses no key by a slip.
 */
class RoleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres server;
    private static String database;
    private static Node node;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        String administrator = server.getJdbcUrl("postgres", "postgres");
        Postgres.execute(administrator, "CREATE ROLE owner LOGIN NOSUPERUSER CREATEROLE NOCREATEDB");
        Postgres.execute(administrator, "CREATE ROLE service LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB");
        Postgres.execute(administrator, "CREATE DATABASE redress OWNER owner");
        database = "jdbc:postgresql://localhost:" + server.getPort() + "/redress";
        node = Node.inside(
                database,
                Map.of(
                        "spring.datasource.username", "service",
                        "redress.database.owner", "owner",
                        "redress.clock", false,
                        "redress.seals.folder", folder.toString(),
                        "redress.seals.every", "100ms"));
        node.order("O1");
        node.act(
                "file-return",
                "{'return': 'R1', 'order': 'O1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}");
        node.act("refuse-return", "{'return': 'R1', 'reason': 'worn'}");
        node.awaitSheets();
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
        server.close();
    }

    private static Report verified() {
        SealPlace place = new SealPlace(folder);
        return Verification.of(
                node.sql(),
                SealKeys.believing(place.believedKeys()),
                place.file().all(),
                _ -> {});
    }

    @Test
    void it_does_all_that_a_service_does() {
        assertThat(node.history("order/O1")).isNotEmpty();
        assertThat(node.sql()
                        .sql("SELECT count(*) FROM read_model.sold_order")
                        .query(Long.class)
                        .single())
                .isOne();
        await().atMost(PATIENCE).until(() -> verified().unsealed() == 0);
        assertThat(verified().findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE event_store.domain_event_entry SET payload = ''",
                "DELETE FROM event_store.domain_event_entry",
                "TRUNCATE event_store.domain_event_entry",
                "DROP TABLE event_store.domain_event_entry",
                "ALTER TABLE event_store.domain_event_entry DISABLE TRIGGER history_is_never_edited",
                "ALTER TABLE event_store.domain_event_entry DISABLE TRIGGER commits_are_in_order",
                "SET session_replication_role = replica",
                "CREATE OR REPLACE FUNCTION event_store.refuse_to_edit_history() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN RETURN NULL; END'",
                "SET ROLE owner",
                "SELECT setval(pg_get_serial_sequence('event_store.domain_event_entry', 'global_index'), 1)",
                "INSERT INTO event_store.domain_event_entry (global_index, event_identifier, aggregate_identifier,"
                        + " sequence_number, type, payload_type, payload, time_stamp) OVERRIDING SYSTEM VALUE"
                        + " VALUES (-1, 'x', 'x', 0, 'x', 'x', '', '')",
                "UPDATE event_store.seal SET note = ''",
                "DELETE FROM event_store.seal",
                "DELETE FROM event_store.sealed_file",
                "UPDATE event_store.subtree SET hash = ''"
            })
    void it_cannot_edit_history(String edit) {
        refuses(edit, "42501");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM personal.data_key",
                "DELETE FROM personal.data_key WHERE kept_for = 'return/R1'",
                "UPDATE personal.data_key SET wrapped = 'another'",
                "UPDATE personal.data_key SET person = 'merchant:M2'",
                "UPDATE personal.data_key SET wrapped = NULL, destroyed_at = now(), kept_for = 'file:R1'",
                "DELETE FROM personal.wrapping_key",
                "UPDATE personal.wrapping_key SET proof = ''"
            })
    void it_loses_no_key_by_a_slip(String slip) {
        refuses(slip, "23001");
        assertThat(keys("return/R1")).isOne();
    }

    @Test
    void it_empties_no_table_of_keys() {
        refuses("TRUNCATE personal.data_key", "42501");
        refuses("ALTER TABLE personal.data_key DISABLE TRIGGER keys_of_cases_stay", "42501");
    }

    /** What was destroyed stays destroyed; the key of an upload goes with the upload. */
    @Test
    void it_destroys_a_key_once_and_drops_that_of_an_upload() {
        PersonalKeys keys = node.bean(PersonalKeys.class);
        keys.seal("merchant:M1", "U1", 0, new byte[1]);
        keys.seal("merchant:M1", "U2", 0, new byte[1]);
        assertThat(keys.destroy(SubjectId.order("O1"), List.of("U1"))).isOne();
        refuses("UPDATE personal.data_key SET wrapped = 'x', destroyed_at = NULL WHERE kept_for = 'file:U1'", "23001");
        assertThat(keys("file:U1")).isZero();
        assertThat(keys("file:U2")).isOne();
        keys.drop("U2");
        assertThat(keys("file:U2")).isZero();
    }

    private static long keys(String keptFor) {
        return node.sql()
                .sql("SELECT count(*) FROM personal.data_key WHERE kept_for = ? AND wrapped IS NOT NULL")
                .param(keptFor)
                .query(Long.class)
                .single();
    }

    private static void refuses(String statement, String state) {
        assertThatThrownBy(() -> Postgres.execute(database + "?user=service", statement))
                .rootCause()
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo(state));
    }
}
