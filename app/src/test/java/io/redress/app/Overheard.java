package io.redress.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Listens to what is logged, as it is written where logs go, for words that must not be there. Nothing is kept of it: at
 * these levels a walk says millions of lines.
 */
public final class Overheard implements AutoCloseable {
    private static final List<String> LOUD = List.of(LoggingSystem.ROOT_LOGGER_NAME, "io.redress");
    private static final int SHOWN = 300;

    private final LoggingSystem logs = LoggingSystem.get(Overheard.class.getClassLoader());
    private final PrintStream before = System.err;
    private final Collection<String> words;
    private final Set<String> said = Collections.newSetFromMap(new ConcurrentHashMap<>());
    private final AtomicLong lines = new AtomicLong();

    /** From now on everything is logged down to this level. */
    public Overheard(LogLevel level, Collection<String> words) {
        this.words = List.copyOf(words);
        System.setErr(new PrintStream(new Listening(), true, UTF_8));
        LOUD.forEach(logger -> logs.setLogLevel(logger, level));
    }

    /** Lines in which one of the words stands. */
    public Set<String> said() {
        return said;
    }

    /** How much was said at a level that production leaves out: or else nothing was listened to. */
    public long lines() {
        return lines.get();
    }

    @Override
    public void close() {
        logs.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        logs.setLogLevel("io.redress", LogLevel.INFO);
        System.setErr(before);
    }

    /** Each event is written at once. */
    private final class Listening extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            bytes.write(b);
        }

        @Override
        public synchronized void write(byte[] more, int offset, int length) {
            bytes.write(more, offset, length);
        }

        @Override
        public synchronized void flush() {
            String text = bytes.toString(UTF_8);
            bytes.reset();
            if (text.contains("DEBUG") || text.contains("TRACE")) {
                lines.incrementAndGet();
            }
            for (String word : words) {
                int at = text.indexOf(word);
                if (at >= 0) {
                    said.add(text.substring(0, Math.min(text.length(), SHOWN)) + " … "
                            + text.substring(Math.max(0, at - SHOWN / 2), Math.min(text.length(), at + SHOWN / 2)));
                }
            }
        }
    }
}
