package io.redress.app.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/** Drives acts from many clients at once. */
final class Load {
    /** What a client does at a step of its own, counted from 0. */
    interface Act {
        void run(int client, long step) throws Exception;
    }

    private static final int DIGITS = 3;

    /** Clients who warm up what is cold, under numbers of their own. */
    static final int FEW = 8;

    private static final long GLANCE_NANOS = 20_000_000;
    private static final long HELD_NANOS = 500_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Load() {}

    /** So many clients, each with its next act as soon as its last is done, for a while. */
    static Pace closed(int clients, Duration time, Act act) {
        return closed(clients, time, act, () -> false);
    }

    /** Until the code is compiled: first with few clients, for whom it is slow enough. */
    static void warmUp(int clients, Duration time, Act act) {
        closed(FEW, time.dividedBy(2), (client, step) -> act.run(clients + client, step));
        closed(clients, time.dividedBy(2), act);
    }

    /**
     * The same, of which nobody begins anything while it is held.
     *
     * @param held asked before each act
     */
    static Pace closed(int clients, Duration time, Act act, BooleanSupplier held) {
        long end = System.nanoTime() + time.toNanos();
        return run(clients, (client, micros) -> {
            long step = 0;
            while (System.nanoTime() < end) {
                if (held.getAsBoolean()) {
                    LockSupport.parkNanos(HELD_NANOS);
                    continue;
                }
                long from = System.nanoTime();
                act.run(client, step++);
                micros.recordValue((System.nanoTime() - from) / 1_000);
            }
            return step;
        });
    }

    /** So many acts, dealt out to the clients as they come to be free; the step counts them all. */
    static Pace counted(int clients, long acts, Act act) {
        AtomicLong next = new AtomicLong();
        return run(clients, (client, micros) -> {
            long done = 0;
            for (long step = next.getAndIncrement(); step < acts; step = next.getAndIncrement()) {
                long from = System.nanoTime();
                act.run(client, step);
                micros.recordValue((System.nanoTime() - from) / 1_000);
                done++;
            }
            return done;
        });
    }

    /**
     * So many acts a second, whether or not the ones before are done: the time of an act counts from when it was due to
     * begin, so that one that had to wait for a free client is not left out.
     *
     * @param goesOn asked before each act
     */
    static Pace open(int clients, double rate, BooleanSupplier goesOn, Act act) {
        AtomicLong next = new AtomicLong();
        long begin = System.nanoTime();
        return run(clients, (client, micros) -> {
            long done = 0;
            while (goesOn.getAsBoolean()) {
                long step = next.getAndIncrement();
                long due = begin + (long) (step / rate * 1e9);
                for (long left = due - System.nanoTime();
                        left > 0 && goesOn.getAsBoolean();
                        left = due - System.nanoTime()) {
                    LockSupport.parkNanos(Math.min(left, GLANCE_NANOS));
                }
                if (!goesOn.getAsBoolean()) {
                    break;
                }
                act.run(client, step);
                micros.recordValue((System.nanoTime() - due) / 1_000);
                done++;
            }
            return done;
        });
    }

    private interface Client {
        long run(int client, Histogram micros) throws Exception;
    }

    private static Pace run(int clients, Client client) {
        List<Histogram> histograms = new ArrayList<>();
        long bytes = THREADS.getTotalThreadAllocatedBytes();
        long roundTrips = CountedSockets.roundTrips();
        long from = System.nanoTime();
        long acts = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                Histogram micros = new Histogram(DIGITS);
                histograms.add(micros);
                running.add(threads.submit(() -> client.run(number, micros)));
            }
            for (Future<Long> one : running) {
                acts += one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("an act failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        Histogram all = new Histogram(DIGITS);
        histograms.forEach(all::add);
        return new Pace(
                acts,
                seconds,
                all,
                THREADS.getTotalThreadAllocatedBytes() - bytes,
                CountedSockets.roundTrips() - roundTrips);
    }
}
