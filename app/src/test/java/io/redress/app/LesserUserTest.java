package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.redress.app.Redress.Misuse;
import io.redress.app.access.Caller.Kind;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A database user who may not make roles, on a server of its own, because roles belong to the server: it is told what
 * an administrator has to do once, and after that it is as good as any other.
 */
class LesserUserTest {
    private static final String USER = "lesser";

    /** As the README has them. */
    private static final String ROLE = "CREATE ROLE redress_reader NOLOGIN";

    private static final String GRANT = "GRANT redress_reader TO ";
    private static final Map<String, Object> QUIET = Map.of("redress.clock", false);

    @Test
    void who_may_not_make_roles_is_told_what_to_ask_for_and_then_serves_everybody_his_own() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start()) {
            String administrator = server.getJdbcUrl("postgres", "postgres");
            Postgres.execute(administrator, "CREATE ROLE lesser LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB");
            Postgres.execute(administrator, "CREATE DATABASE redress OWNER lesser");
            String database = server.getJdbcUrl(USER, "redress");

            assertIsTold(database);
            Postgres.execute(administrator, ROLE);
            assertIsTold(database);
            Postgres.execute(administrator, GRANT + USER);

            try (Node node = Node.servingStrangers(database, QUIET)) {
                node.order("O1");
                node.awaitSheets();
                assertThat(orders(node, node.key(Kind.MERCHANT, "M1"))).contains("order/O1");
                assertThat(orders(node, node.key(Kind.MERCHANT, "M2"))).contains("\"items\":[]");
            }
        }
    }

    private static void assertIsTold(String database) {
        Throwable failure = catchThrowable(() -> Node.inside(database, QUIET));
        assertThat(Misuse.behind(failure))
                .get()
                .isInstanceOfSatisfying(
                        Misuse.class,
                        told -> assertThat(List.of(told.english(), told.chinese()))
                                .allSatisfy(text -> assertThat(text).contains(ROLE + ";", GRANT)));
    }

    private static String orders(Node node, String key) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/api/v1/orders"))
                                    .header("Authorization", "Bearer " + key)
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
