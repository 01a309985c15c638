package io.redress.app;

import io.redress.app.MigrationConfiguration.Migrations;
import io.redress.app.Redress.Misuse;
import io.redress.command.personal.WrappingKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The PostgreSQL that a command works on: the one that {@code REDRESS_DATABASE_URL} names, or one of its own that keeps
 * its data in a folder and survives {@code kill -9}.
 */
final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PID_FILE = "postmaster.pid";
    private static final String PASSWORD_FILE = "postgres.password";

    /** Who owns everything in the embedded server, and as whom the service runs there. */
    private static final String OWNER = "postgres";

    private static final String SERVICE = "redress";

    /** Where that file says the port. */
    private static final int PORT_LINE = 3;

    /** What the embedded server is told; its wrapper would otherwise switch durability off. */
    private static final Map<String, String> DURABLE = Map.of(
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "on");

    /** For a database that is thrown away with its folder. */
    private static final Map<String, String> FLEETING = Map.of("synchronous_commit", "off", "fsync", "off");

    private final Map<String, Object> properties;
    private final @Nullable EmbeddedPostgres server;
    private final @Nullable ProcessHandle process;
    private final @Nullable FileChannel lock;
    private volatile boolean mayEnd;

    private Database(
            Map<String, Object> properties,
            @Nullable EmbeddedPostgres server,
            @Nullable ProcessHandle process,
            @Nullable FileChannel lock) {
        this.properties = properties;
        this.server = server;
        this.process = process;
        this.lock = lock;
    }

    /** What the service must be told to use it. */
    Map<String, Object> properties() {
        return properties;
    }

    /** For a command that asks the database itself, as the service's user. */
    DriverManagerDataSource source() {
        return new DriverManagerDataSource(
                text("spring.datasource.url"), text("spring.datasource.username"), text("spring.datasource.password"));
    }

    /** As the service would bring it up to date. */
    Migrations migrations() {
        String owner = text("redress.database.owner");
        return owner.isBlank()
                ? new Migrations(source())
                : Migrations.byOwner(
                        text("spring.datasource.url"),
                        owner,
                        text("redress.database.owner-password"),
                        text("spring.datasource.username"));
    }

    private String text(String property) {
        return properties.getOrDefault(property, "").toString();
    }

    /** The external database when one is named, else the embedded one in this folder. */
    static Database open(Path folder) {
        return external() ? external(System.getenv("REDRESS_DATABASE_URL")) : embedded(folder, false);
    }

    /** The same database for a short while, also when a service runs on it. */
    static Database beside(Path folder) {
        if (external()) {
            return open(folder);
        }
        requireThere(folder);
        return embedded(folder, true);
    }

    private static boolean external() {
        String url = System.getenv("REDRESS_DATABASE_URL");
        return url != null && !url.isBlank();
    }

    static Database external(String url) {
        String address = url.strip();
        if (address.startsWith("postgresql:")) {
            address = "jdbc:" + address;
        }
        if (!isPostgres(address)) {
            throw new Misuse(
                    "REDRESS_DATABASE_URL is not an address such as jdbc:postgresql://host:5432/redress",
                    "REDRESS_DATABASE_URL 不是形如 jdbc:postgresql://host:5432/redress 的地址");
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("spring.datasource.url", address);
        Optional.ofNullable(System.getenv("REDRESS_DATABASE_USER"))
                .ifPresent(user -> properties.put("spring.datasource.username", user));
        Optional.ofNullable(System.getenv("REDRESS_DATABASE_PASSWORD"))
                .ifPresent(password -> properties.put("spring.datasource.password", password));
        Optional.ofNullable(System.getenv("REDRESS_DATABASE_OWNER"))
                .ifPresent(owner -> properties.put("redress.database.owner", owner));
        Optional.ofNullable(System.getenv("REDRESS_DATABASE_OWNER_PASSWORD"))
                .ifPresent(password -> properties.put("redress.database.owner-password", password));
        return new Database(properties, null, null, null);
    }

    /** The driver of PostgreSQL takes no address of another database, nor one with a port that is none. */
    private static boolean isPostgres(String address) {
        try {
            return DriverManager.getDriver(address) != null;
        } catch (SQLException e) {
            return false;
        }
    }

    /** The external database when one is named, else the embedded one in this folder, which must be there. */
    static Database openWhatIsThere(Path folder) {
        if (!external()) {
            requireThere(folder);
        }
        return open(folder);
    }

    private static void requireThere(Path folder) {
        if (!Files.isDirectory(folder.resolve("postgres"))) {
            throw new Misuse(
                    "there is no data in " + folder.toAbsolutePath() + "; name a folder with --data",
                    "目录 " + folder.toAbsolutePath() + " 中没有数据；请用 --data 指定目录");
        }
    }

    private static Database embedded(Path folder, boolean beside) {
        try {
            FileChannel lock = lockFile(folder);
            FileLock held = lock.tryLock();
            if (held == null) {
                lock.close();
                if (beside) {
                    return running(folder.toRealPath());
                }
                throw new Misuse(
                        "another Redress is using the data folder " + folder.toAbsolutePath()
                                + "; stop it, or name another folder with --data",
                        "另一个 Redress 正在使用数据目录 " + folder.toAbsolutePath() + "；请先停止它，或用 --data 另指定一个目录");
            }
            return start(folder, DURABLE, lock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel lockFile(Path folder) {
        try {
            Files.createDirectories(folder);
            return FileChannel.open(folder.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new Misuse(
                    "the data folder " + folder.toAbsolutePath()
                            + " cannot be made or written to; name another with --data",
                    "无法创建或写入数据目录 " + folder.toAbsolutePath() + "；请用 --data 另指定一个目录");
        }
    }

    /** The server of the service that uses the folder. */
    private static Database running(Path folder) throws IOException {
        Path pidFile = folder.resolve("postgres").resolve(PID_FILE);
        List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
        if (lines.size() <= PORT_LINE) {
            throw new Misuse("the service on this folder is just starting; try again", "使用此目录的服务正在启动；请稍后重试");
        }
        return new Database(properties(url(lines.get(PORT_LINE).strip()), folder), null, null, null);
    }

    /**
     * The password of the embedded server, which is made with the server: who else is on this machine reaches its port,
     * and has no business in it. A folder from before there were passwords has none, and its server asks for none.
     */
    private static String password(Path folder) throws IOException {
        Path file = folder.resolve(PASSWORD_FILE);
        if (!Files.exists(folder.resolve("postgres"))) {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, UUID.randomUUID() + "-" + UUID.randomUUID());
        }
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /**
     * The key that wraps the keys of persons lies beside the server's data and not in it, unless the environment names
     * one: a backup of the data alone tells nothing of anybody. It is made with the data, and never again: in the place of
     * one that was lost, the next copy of it would replace the good one.
     */
    private static Map<String, Object> personalKey(Path folder, String url, String password) throws IOException {
        if (PersonalConfiguration.isNamed()) {
            return Map.of();
        }
        Path file = folder.resolve("personal.key");
        if (!Files.exists(file)) {
            if (wasBegunWithAKey(url, password)) {
                throw new Misuse(
                        "the key of personal data is gone: " + file.toAbsolutePath()
                                + " is not there, and this database was begun with it; put it back from its copy, or name it with "
                                + PersonalConfiguration.KEY,
                        "个人信息密钥缺失：" + file.toAbsolutePath() + " 不存在，而此数据库最初即使用该密钥；请从副本恢复，或用 "
                                + PersonalConfiguration.KEY + " 指定");
            }
            Path made = Files.createTempFile(
                    folder,
                    "personal",
                    ".key",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(made, WrappingKey.newSecret());
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Map.of(
                "redress.personal-data.key",
                Files.readString(file).strip(),
                "redress.personal-data.key-file",
                file.toString());
    }

    private static boolean wasBegunWithAKey(String url, String password) {
        JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(url, OWNER, password));
        return sql.sql("SELECT to_regclass('personal.wrapping_key') IS NOT NULL")
                        .query(Boolean.class)
                        .single()
                && sql.sql("SELECT EXISTS (SELECT FROM personal.wrapping_key)")
                        .query(Boolean.class)
                        .single();
    }

    private static String url(String port) {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    private static Map<String, Object> properties(String url, Path folder) throws IOException {
        String password = password(folder);
        Map<String, Object> properties = new LinkedHashMap<>(personalKey(folder, url, password));
        properties.put("spring.datasource.url", url);
        properties.put("spring.datasource.username", SERVICE);
        properties.put("spring.datasource.password", password);
        properties.put("redress.database.owner", OWNER);
        properties.put("redress.database.owner-password", password);
        return properties;
    }

    /** The service runs as somebody who owns none of its tables, and so cannot edit history. */
    private static void makeServiceUser(String url, String password) {
        JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(url, OWNER, password));
        boolean there = sql.sql("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)")
                .param(SERVICE)
                .query(Boolean.class)
                .single();
        if (!there) {
            String secret = password.isEmpty() ? "" : " PASSWORD '" + password + "'"; // made here, of harmless letters
            sql.sql("CREATE ROLE " + SERVICE + " LOGIN" + secret).update();
        }
    }

    /** A server that is thrown away with its folder. */
    static Database fleeting(Path folder) throws IOException {
        return start(folder, FLEETING, null);
    }

    private static Database start(Path folder, Map<String, String> settings, @Nullable FileChannel lock)
            throws IOException {
        // By its real name, so that a server that was left behind is known whatever the folder was called then.
        Path data = folder.toRealPath().resolve("postgres");
        stopWhatWasLeft(data);
        String password = password(folder);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(programs(folder).toFile())
                .setPort(port)
                .setPGStartupWait(PATIENCE)
                .setServerConfig("max_connections", "50")
                .setServerConfig("shared_buffers", "128MB")
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("timezone", "UTC")
                .setConnectConfig("password", password)
                // options of initdb, which come after the library's own and overrule that everybody is trusted
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("pwfile", folder.resolve(PASSWORD_FILE).toString());
        settings.forEach(builder::setServerConfig);
        EmbeddedPostgres server = builder.start();
        ProcessHandle process = named(data.resolve(PID_FILE))
                .orElseThrow(() -> new IOException("the database server in " + data + " ended at once"));
        String url = url(Integer.toString(port)); // the server's own names a user, whom nobody overrules
        try {
            makeServiceUser(url, password);
            return new Database(properties(url, folder), server, process, lock);
        } catch (Misuse e) {
            server.close();
            throw e;
        }
    }

    /** Where the server's programs are unpacked: once for all data folders, if this user has a home. */
    private static Path programs(Path folder) throws IOException {
        Path home = Path.of(System.getProperty("user.home"));
        Path programs = Files.isWritable(home) ? home.resolve(".cache/redress/postgres") : folder.resolve("programs");
        return Files.createDirectories(programs);
    }

    /**
     * After a {@code kill -9} of the service its server lives on, or its pid file does. A server that still runs is
     * asked to stop, so that the new one finds an orderly folder; a file that names a stranger is removed. One that
     * names nobody stays: by it the new server also sees whether a child of the old one still writes.
     */
    private static void stopWhatWasLeft(Path data) throws IOException {
        Path pidFile = data.resolve(PID_FILE);
        if (!Files.exists(pidFile)) {
            return;
        }
        if (Files.size(pidFile) == 0) {
            Files.delete(pidFile);
            return;
        }
        Optional<ProcessHandle> process = named(pidFile);
        if (process.isEmpty()) {
            return;
        }
        ProcessHandle left = process.get();
        boolean ours = left.info()
                .commandLine()
                .filter(line -> line.contains("postgres") && line.contains(data.toString()))
                .isPresent();
        if (!ours) {
            Files.deleteIfExists(pidFile);
            return;
        }
        left.destroy();
        try {
            left.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            left.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The process that a pid file names, while it lives. */
    private static Optional<ProcessHandle> named(Path pidFile) throws IOException {
        return ProcessHandle.of(
                Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()));
    }

    /** From now on only {@link #close} stops the server, when the service has finished its work. */
    void staysUntilClosed() {
        if (server != null) {
            holdOpen(server, true);
        }
    }

    /** Calls when the embedded server ends before it may. */
    void whenLost(Runnable call) {
        if (process != null) {
            CompletableFuture<ProcessHandle> _ = process.onExit().whenComplete((_, _) -> {
                if (!mayEnd) {
                    call.run();
                }
            });
        }
    }

    /** The service is being stopped, and so is perhaps everything that it started. */
    void mayEnd() {
        mayEnd = true;
    }

    /**
     * The embedded server registers a shutdown hook that would pull it away under a service that is still finishing
     * its work. It has no switch for that, so its hook is told that the server is closed already.
     */
    private static void holdOpen(EmbeddedPostgres server, boolean held) {
        try {
            Field closed = EmbeddedPostgres.class.getDeclaredField("closed");
            closed.setAccessible(true);
            ((AtomicBoolean) closed.get(server)).set(held);
        } catch (ReflectiveOperationException | ClassCastException e) {
            log.debug("the embedded server will stop together with the service, not after it", e);
        }
    }

    @Override
    public void close() {
        mayEnd();
        try {
            if (server != null && process != null && process.isAlive()) {
                holdOpen(server, false);
                server.close();
            }
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
