package io.redress.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Does things in parallel, all beginning at the same moment. */
final class AtOnce {
    private AtOnce() {}

    /** What each of so many calls gave: its value or what it threw. */
    static <T> List<Outcome<T>> times(int count, IntFunction<Callable<T>> calls) throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        List<Outcome<T>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> all = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                Callable<T> call = calls.apply(n);
                all.add(threads.submit(() -> {
                    go.await();
                    return call.call();
                }));
            }
            go.countDown();
            for (Future<T> one : all) {
                outcomes.add(outcome(one));
            }
        }
        return outcomes;
    }

    private static <T> Outcome<T> outcome(Future<T> one) throws InterruptedException {
        try {
            return new Outcome<>(one.get(), null);
        } catch (ExecutionException e) {
            return new Outcome<>(null, e.getCause());
        }
    }

    /** A value, or a failure. */
    record Outcome<T>(T value, Throwable failure) {
        T orFail() {
            if (failure != null) {
                throw new AssertionError("one of the calls failed: " + failure, failure);
            }
            return value;
        }
    }
}
