package io.redress.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the time and the memory of acts go, as the JDK's flight recorder sees it. */
final class Profile {
    private static final int TOP = 25;

    /** The first of these that a stack shows, from the top, is whose time it is. */
    private static final List<Map.Entry<String, String>> OWNERS = List.of(
            Map.entry("org.postgresql.", "PostgreSQL driver"),
            Map.entry("tools.jackson.", "Jackson"),
            Map.entry("com.zaxxer.hikari.", "HikariCP"),
            Map.entry("io.redress.command.store.", "redress store"),
            Map.entry("io.redress.command.", "redress command side"),
            Map.entry("io.redress.query.", "redress sheets"),
            Map.entry("io.redress.app.bench.", "the bench"),
            Map.entry("io.redress.app.", "redress app"),
            Map.entry("org.axonframework.", "Axon"),
            Map.entry("org.springframework.", "Spring"));

    private Profile() {}

    /** Runs this, and says where its time went. */
    static void of(String title, Runnable what) {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(java.time.Duration.ofMillis(10));
            recording.enable("jdk.NativeMethodSample").withPeriod(java.time.Duration.ofMillis(10));
            recording.enable("jdk.ObjectAllocationSample").with("throttle", "300/s");
            recording.start();
            what.run();
            recording.stop();
            Path file = Files.createTempFile("redress-bench", ".jfr");
            recording.dump(file);
            print(title, file);
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void print(String title, Path file) throws IOException {
        Map<String, Double> owners = new HashMap<>();
        Map<String, Double> tops = new HashMap<>();
        Map<String, Double> ours = new HashMap<>();
        Map<String, Double> memory = new HashMap<>();
        Map<String, Double> memoryOf = new HashMap<>();
        RecordingFile.readAllEvents(file).forEach(event -> {
            if (event.getStackTrace() == null) {
                return;
            }
            List<RecordedFrame> frames = event.getStackTrace().getFrames();
            boolean allocation = event.getEventType().getName().equals("jdk.ObjectAllocationSample");
            if (allocation) {
                double weight = event.getLong("weight");
                memory.merge(event.getClass("objectClass").getName(), weight, Double::sum);
                memoryOf.merge(owner(frames), weight, Double::sum);
            } else if (event.getEventType().getName().equals("jdk.ExecutionSample")) {
                owners.merge(owner(frames), 1.0, Double::sum);
                tops.merge(method(frames.getFirst()), 1.0, Double::sum);
                frames.stream()
                        .map(Profile::method)
                        .filter(method -> method.startsWith("io.redress.") && !method.contains(".bench."))
                        .distinct()
                        .forEach(method -> ours.merge(method, 1.0, Double::sum));
            }
        });
        System.out.println();
        System.out.println("profile: " + title);
        shares("whose time", owners, owners, 12);
        shares("in which method", tops, owners, TOP);
        shares("under which of our methods", ours, owners, TOP);
        shares("whose memory", memoryOf, memory, 12);
        shares("memory for what", memory, memory, TOP);
    }

    private static void shares(String name, Map<String, Double> parts, Map<String, Double> whole, int top) {
        double all = whole.values().stream().mapToDouble(Double::doubleValue).sum();
        System.out.println("  " + name);
        Consumer<Map.Entry<String, Double>> line = part -> System.out.printf(
                java.util.Locale.ROOT, "    %5.1f %%  %s%n", 100 * part.getValue() / all, part.getKey());
        parts.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(top)
                .forEach(line);
    }

    private static String owner(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            for (Map.Entry<String, String> owner : OWNERS) {
                if (type.startsWith(owner.getKey())) {
                    return owner.getValue();
                }
            }
        }
        return "the JDK";
    }

    private static String method(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }
}
