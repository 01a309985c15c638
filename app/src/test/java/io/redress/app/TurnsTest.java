package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

class TurnsTest {
    private final Turns turns = new Turns(3, 2, Duration.ZERO);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final List<Future<String>> underWay = new ArrayList<>();

    @AfterEach
    void close() {
        answered.countDown();
        threads.close();
    }

    private static Caller consumer(String name) {
        return new Caller(Kind.CONSUMER, name, Kind.CONSUMER.most(), List.of(), "token/" + name);
    }

    /** Asks something that is not answered yet. */
    private void begins(String name) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        underWay.add(threads.submit(() -> turns.take(consumer(name), () -> {
            begun.countDown();
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return name;
        })));
        begun.await();
    }

    @Test
    void one_caller_has_two_under_way_and_leaves_the_rest_to_others() throws Exception {
        begins("jun");
        begins("jun");
        assertThatThrownBy(() -> turns.take(consumer("jun"), () -> "a third"))
                .isInstanceOfSatisfying(ErrorResponseException.class, tooMany -> {
                    assertThat(tooMany.getStatusCode()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
                    assertThat(tooMany.getHeaders().getFirst("Retry-After")).isEqualTo("1");
                });
        assertThat(turns.take(consumer("ming"), () -> "at once")).isEqualTo("at once");

        begins("ming");
        assertThatThrownBy(() -> turns.take(consumer("hong"), () -> "a fourth")).isInstanceOf(Turns.Busy.class);

        answered.countDown();
        for (Future<String> one : underWay) {
            assertThat(one.get()).isIn("jun", "ming");
        }
        assertThat(turns.take(consumer("jun"), () -> "again")).isEqualTo("again");
    }

    @Test
    void a_question_that_fails_gives_its_turn_back() {
        for (int n = 0; n < 5; n++) {
            assertThatThrownBy(() -> turns.take(consumer("jun"), () -> {
                        throw new IllegalArgumentException("no such case");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whoever_waits_is_answered_when_another_has_been() throws InterruptedException, ExecutionException {
        Turns patient = new Turns(1, 1, Duration.ofMinutes(1));
        List<Future<String>> all = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            all.add(threads.submit(() -> patient.take(consumer("jun"), () -> "answered")));
        }
        for (Future<String> one : all) {
            assertThat(one.get()).isEqualTo("answered");
        }
    }
}
