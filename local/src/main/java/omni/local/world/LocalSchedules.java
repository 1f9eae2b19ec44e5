package omni.local.world;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import omni.job.Jobs;
import omni.local.gateway.Invocation;
import omni.local.gateway.LocalLambda;
import omni.local.machine.LocalJson;

/**
 * EventBridge of the local world: runs each function when its schedule says so on the world's clock. A move of the clock runs what
 * came due before it is answered, once and in the order of an hour, however many runs it leapt over; a clock that goes by itself is waited for.
 */
public final class LocalSchedules implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LocalSchedules.class.getName());

    /** A clock that stands still, or is moved from elsewhere, is looked at so often. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<Jobs, LocalLambda> functions;
    private final Map<Jobs, Instant> next = new EnumMap<>(Jobs.class);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stop = lock.newCondition();
    private final Thread thread;
    private boolean stopped;

    private LocalSchedules(InstantSource clock, Map<Jobs, LocalLambda> functions) {
        this.clock = clock;
        this.functions = Map.copyOf(functions);
        var now = clock.instant();
        functions.keySet().forEach(job -> job.schedule().ifPresent(schedule -> next.put(job, schedule.next(now))));
        thread = Thread.ofPlatform().daemon().name("schedules").unstarted(this::run);
    }

    /** Starts; what was due before is not made up for, as in AWS. */
    public static LocalSchedules start(InstantSource clock, Map<Jobs, LocalLambda> functions) {
        var schedules = new LocalSchedules(clock, functions);
        schedules.thread.start();
        return schedules;
    }

    /** Runs what came due; returns when it ran. */
    public void clockMoved() {
        lock.lock();
        try {
            runDue();
        } finally {
            lock.unlock();
        }
    }

    /** In the order of an hour, whichever of its hours were leapt over: what one job does another one looks at. */
    private void runDue() {
        functions.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Jobs, LocalLambda> each) ->
                                each.getKey().schedule().orElseThrow().minute())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(each -> runIfDue(each.getKey(), each.getValue()));
    }

    private void runIfDue(Jobs job, LocalLambda function) {
        var now = clock.instant();
        var schedule = job.schedule().orElseThrow();
        var due = next.getOrDefault(job, now);
        if (due.isAfter(now)) {
            return;
        }
        next.put(job, schedule.next(now));
        if (!(function.invoke(event(job, now), "") instanceof Invocation.Returned)) {
            LOG.log(System.Logger.Level.WARNING, "the scheduled function " + job.functionName() + " failed");
        }
    }

    /** The event as EventBridge sends it. */
    private static byte[] event(Jobs job, Instant now) {
        var json = LocalJson.object();
        json.put("version", "0");
        json.put(
                "id",
                java.util
                        .UUID
                        .nameUUIDFromBytes((job + "@" + now).getBytes(StandardCharsets.UTF_8))
                        .toString());
        json.put("detail-type", "Scheduled Event");
        json.put("source", "aws.events");
        json.put("account", "000000000000");
        json.put("time", now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
        json.put("region", "us-east-1");
        json.putArray("resources").add("arn:aws:events:us-east-1:000000000000:rule/" + job.functionName());
        json.putObject("detail");
        return LocalJson.bytes(json);
    }

    private void run() {
        lock.lock();
        try {
            while (!stopped) {
                runDue();
                var _ = stop.await(waitMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private long waitMillis() {
        var now = clock.instant();
        return next.values().stream()
                .map(due -> Duration.between(now, due))
                .reduce(LONGEST_WAIT, (one, other) -> one.compareTo(other) < 0 ? one : other)
                .plusMillis(1)
                .toMillis();
    }

    /** Finishes the run under way, then stops. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopped = true;
            stop.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
