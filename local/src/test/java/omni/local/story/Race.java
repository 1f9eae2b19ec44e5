package omni.local.story;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/** Calls that run against each other, each on a thread of its own. */
final class Race {

    /**
     * Open connections; the rest waits for one, as it would behind any client. Below the connections of the functions to
     * the table (64), so that on a busy machine no commit waits past its own two seconds.
     */
    private static final int CONNECTIONS = 48;

    private Race() {}

    /** Answers in the order of their numbers. */
    static <T> List<T> run(int calls, IntFunction<T> call) throws InterruptedException, ExecutionException {
        var start = new CountDownLatch(1);
        var connections = new Semaphore(CONNECTIONS);
        var answers = new ArrayList<Future<T>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var number = 0; number < calls; number++) {
                var mine = number;
                Callable<T> task = () -> {
                    start.await();
                    connections.acquire();
                    try {
                        return call.apply(mine);
                    } finally {
                        connections.release();
                    }
                };
                answers.add(threads.submit(task));
            }
            start.countDown();
        }
        var done = new ArrayList<T>();
        for (var answer : answers) {
            done.add(answer.get());
        }
        return done;
    }
}
