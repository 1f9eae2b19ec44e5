package omni.fakes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;
import omni.meter.CommitPlan;
import omni.meter.Meter;

/** A meter whose writes go wrong as a script says, one fault for each write; after the script all goes well. */
public final class FaultyMeter implements Meter {

    /** What may happen to a write. */
    public enum Fault {
        NONE,
        /** The answer is lost, and so was the write. */
        LOST_BEFORE,
        /** The write takes effect, its answer is lost. */
        LOST_AFTER,
        /** No answer; the write takes effect just before the next one. */
        DELAYED_TO_NEXT,
        /** No answer; the write takes effect when {@link #land} is called. */
        DELAYED,
        /** Refused by load: certainly not written. */
        THROTTLED,
        /** A transaction holds the item: certainly not written. */
        CONFLICT,
        /** The table answers 500: nobody knows; it was not written. */
        SERVER_ERROR
    }

    private final Meter inner;
    private final List<Fault> script;
    private final IntConsumer beforeWrite;
    private final Deque<CommitPlan> toNext = new ArrayDeque<>();
    private final Deque<CommitPlan> delayed = new ArrayDeque<>();
    private int writes;

    /** @param beforeWrite sees the number of each write, from 0, before anything of it happens */
    public FaultyMeter(Meter inner, List<Fault> script, IntConsumer beforeWrite) {
        this.inner = inner;
        this.script = List.copyOf(script);
        this.beforeWrite = beforeWrite;
    }

    public int writes() {
        return writes;
    }

    /** What was delayed takes effect, if its condition still holds. */
    public void land() {
        toNext.forEach(inner::write);
        delayed.forEach(inner::write);
        toNext.clear();
        delayed.clear();
    }

    @Override
    public Result write(CommitPlan plan) {
        var number = writes++;
        beforeWrite.accept(number);
        while (!toNext.isEmpty()) {
            inner.write(toNext.pop());
        }
        return switch (number < script.size() ? script.get(number) : Fault.NONE) {
            case NONE -> inner.write(plan);
            case LOST_BEFORE -> new Result.Unknown("lost before");
            case LOST_AFTER -> {
                var applied = inner.write(plan);
                yield new Result.Unknown("lost after " + applied);
            }
            case DELAYED_TO_NEXT -> {
                toNext.add(plan);
                yield new Result.Unknown("delayed to the next write");
            }
            case DELAYED -> {
                delayed.add(plan);
                yield new Result.Unknown("delayed");
            }
            case THROTTLED -> new Result.NotApplied("throttled");
            case CONFLICT -> new Result.NotApplied("conflict");
            case SERVER_ERROR -> new Result.Unknown("500");
        };
    }
}
