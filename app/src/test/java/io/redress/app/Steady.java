package io.redress.app;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Clients who ask at a steady pace, whatever becomes of what they asked before, and what they saw. How long an answer
 * took counts from when it should have been asked for, so that a service that is stuck cannot hide it.
 */
final class Steady {
    /** Who waits for so many answers asks no more until one has come. */
    private static final int UNDER_WAY_MAX = 500;

    private Steady() {}

    /**
     * What was seen.
     *
     * @param statuses how often each was answered; 0 where nothing was
     * @param micros how long the answers took, the quickest first
     */
    record Seen(Map<Integer, Long> statuses, long[] micros) {
        static final Seen NOTHING = new Seen(Map.of(), new long[0]);

        /** Of both times together. */
        Seen and(Seen other) {
            Map<Integer, Long> both = new ConcurrentHashMap<>(statuses);
            other.statuses.forEach((status, times) -> both.merge(status, times, Long::sum));
            long[] all = Arrays.copyOf(micros, micros.length + other.micros.length);
            System.arraycopy(other.micros, 0, all, micros.length, other.micros.length);
            Arrays.sort(all);
            return new Seen(both, all);
        }

        long asked() {
            return statuses.values().stream().mapToLong(Long::longValue).sum();
        }

        long answered(int... with) {
            return Arrays.stream(with)
                    .mapToLong(status -> statuses.getOrDefault(status, 0L))
                    .sum();
        }

        /** Below which so many of a hundred answers took, in milliseconds. */
        double millis(int percent) {
            return micros.length == 0 ? Double.NaN : micros[(micros.length - 1) * percent / 100] / 1000.0;
        }

        @Override
        public String toString() {
            return "%d asked, p50 %.2f ms, p99 %.2f ms, %s".formatted(asked(), millis(50), millis(99), statuses);
        }
    }

    /** What is done with every answer. */
    interface Look {
        void at(HttpResponse<String> answer);
    }

    static Seen ask(HttpClient client, IntFunction<HttpRequest> questions, int perSecond, Duration time, Look look) {
        Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
        ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();
        Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < time.toMillis() * perSecond / 1000; n++) {
                long turn = begun + n * TimeUnit.SECONDS.toNanos(1) / perSecond;
                for (long left = turn - System.nanoTime(); left > 0; left = turn - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                HttpRequest request = questions.apply(n);
                underWay.acquireUninterruptibly();
                threads.submit(() -> {
                    int status = 0;
                    try {
                        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                        status = answer.statusCode();
                        micros.add((System.nanoTime() - turn) / 1000);
                        look.at(answer);
                    } catch (IOException e) {
                        // nothing was answered, which is counted
                    }
                    underWay.release();
                    statuses.computeIfAbsent(status, _ -> new LongAdder()).increment();
                    return null;
                });
            }
        }
        Map<Integer, Long> counted = new ConcurrentHashMap<>();
        statuses.forEach((status, times) -> counted.put(status, times.sum()));
        return new Seen(
                counted, micros.stream().mapToLong(Long::longValue).sorted().toArray());
    }

    /** The questions in turn. */
    static IntFunction<HttpRequest> inTurn(List<IntFunction<HttpRequest>> questions) {
        return n -> questions.get(n % questions.size()).apply(n);
    }
}
