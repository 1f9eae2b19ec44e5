package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import omni.access.StoreUnavailable;
import omni.ledger.Ledger;
import omni.ledger.UsageRow;
import omni.meter.Annulment;
import omni.meter.Idempotency;
import omni.meter.KeyCheck;
import omni.meter.Meter;
import omni.meter.VoidMark;

/** The ports of one process, each of whose calls is a numbered step at which something may happen. */
public final class Faults {

    /** The process is gone: nothing of ours catches it. */
    public static final class Died extends Error {
        Died(String step) {
            super("the process died at " + step, null, false, false);
        }
    }

    /** What happens at a step, before or after it takes effect. */
    public sealed interface Event {

        record Crash(boolean after) implements Event {}

        /** The step's answer is lost. */
        record Lost(boolean after) implements Event {}

        /** The process stands still while others run. */
        record Pause(boolean after, Runnable meanwhile) implements Event {}
    }

    private final Map<Integer, Event> script = new HashMap<>();
    private final List<String> steps = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private boolean meterSilent;

    /** Something happens at a step; they are numbered from 1. */
    public Faults at(int step, Event event) {
        script.put(step, event);
        return this;
    }

    /** From now on no commit is answered, though each takes effect. */
    public void silenceMeter() {
        meterSilent = true;
    }

    /** The names of the steps that were begun. */
    public List<String> steps() {
        return List.copyOf(steps);
    }

    /** The names of the steps whose answer was lost. */
    public List<String> lost() {
        return List.copyOf(lost);
    }

    /** A step whose answer can be lost; {@code lost} is what its caller then sees. */
    public <T> T step(String name, Supplier<T> call, Supplier<T> lost) {
        steps.add(name);
        return switch (script.get(steps.size())) {
            case null -> call.get();
            case Event.Crash(var after) -> {
                takesEffect(after, call);
                throw new Died(name);
            }
            case Event.Lost(var after) -> {
                this.lost.add(name);
                takesEffect(after, call);
                yield lost.get();
            }
            case Event.Pause(var after, var meanwhile) -> {
                if (!after) {
                    meanwhile.run();
                }
                var result = call.get();
                if (after) {
                    meanwhile.run();
                }
                yield result;
            }
        };
    }

    private static <T> void takesEffect(boolean effect, Supplier<T> call) {
        if (effect) {
            var _ = call.get();
        }
    }

    private static <T> Supplier<T> unavailable(String name) {
        return () -> {
            throw new StoreUnavailable(name, new IllegalStateException("injected"));
        };
    }

    public Meter meter(Meter meter) {
        return plan -> step(
                "commit",
                () -> {
                    var result = meter.write(plan);
                    return meterSilent ? new Meter.Result.Unknown("injected") : result;
                },
                () -> new Meter.Result.Unknown("injected"));
    }

    public KeyCheck keys(KeyCheck keys) {
        return call -> step("key check", () -> keys.check(call), () -> KeyCheck.Result.UNREACHABLE);
    }

    public Ledger ledger(Ledger ledger) {
        return new Ledger() {
            @Override
            public Items read(String usageId) {
                return step("usage id", () -> ledger.read(usageId), unavailable("usage id"));
            }

            @Override
            public boolean putVoid(VoidMark mark) {
                return step("void", () -> ledger.putVoid(mark), () -> false);
            }

            @Override
            public Proof prove(String usageId, Instant now) {
                return step("proof", () -> ledger.prove(usageId, now), () -> Proof.UNKNOWN);
            }

            @Override
            public boolean extend(String usageId, Instant until, Instant now) {
                return step("extension", () -> ledger.extend(usageId, until, now), unavailable("extension"));
            }

            @Override
            public boolean lapse(String usageId, Instant now) {
                throw new AssertionError("no call gives itself up");
            }

            @Override
            public boolean giveUp(String usageId, Instant now) {
                throw new AssertionError("no call gives itself up");
            }

            @Override
            public boolean proveRow(UsageRow row) {
                throw new AssertionError("no call writes rows");
            }

            @Override
            public Put putRow(UsageRow row) {
                throw new AssertionError("no call puts rows");
            }

            @Override
            public Credit credit(UsageRow row, UsageRow after) {
                throw new AssertionError("no call gives credit");
            }
        };
    }

    public Idempotency idempotency(Idempotency idempotency) {
        return new Idempotency() {
            @Override
            public State read(Key key, Instant now) {
                return step("read", () -> idempotency.read(key, now), unavailable("read"));
            }

            @Override
            public boolean claim(Key key, State seen, InProgress claim, Instant now) {
                return step("claim", () -> idempotency.claim(key, seen, claim, now), unavailable("claim"));
            }

            @Override
            public Completion complete(Key key, String fence, Stored answer, Instant now) {
                return step("complete", () -> idempotency.complete(key, fence, answer, now), () -> Completion.UNKNOWN);
            }

            @Override
            public Release release(Key key, String fence) {
                return step("release", () -> idempotency.release(key, fence), () -> Release.UNKNOWN);
            }

            @Override
            public Annulment.Result annulAndRelease(Key key, String fence, VoidMark mark) {
                return step(
                        "annul", () -> idempotency.annulAndRelease(key, fence, mark), () -> Annulment.Result.FAILED);
            }
        };
    }
}
