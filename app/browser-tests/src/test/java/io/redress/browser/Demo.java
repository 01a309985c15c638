package io.redress.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged demo in a process of its own, and the system's browser before it. */
final class Demo implements AutoCloseable {
    private static final Path JAR = Path.of("..", "target", "redress.jar");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Where a browser is found that Playwright need not download. */
    private static final List<Path> BROWSERS = Stream.of(
                    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .toList();

    private final int port;
    private final Path said;
    private final Process process;
    private final Playwright playwright;
    private final Browser browser;

    Demo(Path folder) {
        Path executable =
                BROWSERS.stream().filter(Files::isExecutable).findFirst().orElse(null);
        boolean ci = System.getenv("CI") != null;
        assumeTrue(executable != null || ci, "there is no Chromium here: apt-get install chromium fonts-noto-cjk");
        assertThat(executable).as("Chromium").isNotNull();
        try {
            port = freePort();
            said = folder.resolve("said.txt");
            ProcessBuilder builder = new ProcessBuilder(
                            JAVA.toString(),
                            "-Xmx512m",
                            "-jar",
                            JAR.toAbsolutePath().toString(),
                            "demo",
                            "--data",
                            folder.resolve("data").toString(),
                            "--port",
                            Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().remove("REDRESS_DATABASE_URL");
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            await().atMost(PATIENCE).until(() -> {
                assertThat(process.isAlive()).as(this::said).isTrue();
                return said().contains("/api/v1/queue");
            });
            playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable)
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync")));
        } catch (RuntimeException | AssertionError e) {
            process.destroy();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** A browser of its own, with nothing in it. Whatever breaks the content policy or fails in a script is told. */
    Page browser(int at, String language, ColorScheme scheme, List<String> complaints) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL("http://127.0.0.1:" + at)
                .setLocale(language)
                .setColorScheme(scheme)
                .setViewportSize(1280, 900));
        context.setDefaultTimeout(60_000);
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        return page;
    }

    @Override
    public void close() {
        playwright.close();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
