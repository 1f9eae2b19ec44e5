package omni.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import omni.call.RetriedCall.Setting;
import omni.fakes.Faults;
import omni.fakes.Faults.Event;
import omni.fakes.MeteredStore;
import omni.fakes.UsageStream.Delivery;

/**
 * One story of a retried call by its seed: processes die, answers are lost, attempts stand still while another runs. What is
 * told exhaustively on the store in memory is sampled with this on any other.
 */
public final class IdempotencySample {

    private static final int STEPS = 6;
    private static final List<Setting> SETTINGS =
            Setting.all(List.of("PLAIN", "COMMIT_BEFORE", "AI_QUOTA"), List.of("OK", "NOT_FOUND"));

    private final Random random;
    private final List<String> told = new ArrayList<>();

    private IdempotencySample(long seed) {
        this.random = new Random(seed);
    }

    /** Tells the story of a seed on a store, for an organization that it does not know yet; a failure names the seed. */
    public static void tell(long seed, MeteredStore store, String orgId) {
        var sample = new IdempotencySample(seed);
        try {
            sample.tell(store, orgId);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " " + sample.told + ": " + e.getMessage(), e);
        }
    }

    private void tell(MeteredStore store, String orgId) {
        var setting = any(SETTINGS);
        told.add(setting.toString());
        var call = RetriedCall.on(store, orgId, setting);
        var attempts = 1 + random.nextInt(3);
        for (var attempt = 0; attempt < attempts; attempt++) {
            call.attempt(faults(call));
            call.later(any(List.of(Delivery.values())));
        }
        call.finish();
    }

    private Faults faults(RetriedCall call) {
        var faults = new Faults();
        for (var count = 1 + random.nextInt(2); count > 0; count--) {
            var step = 1 + random.nextInt(STEPS);
            var event = event(call, faults);
            told.add(step + " " + event.getClass().getSimpleName());
            faults.at(step, event);
        }
        return faults;
    }

    private Event event(RetriedCall call, Faults faults) {
        var after = random.nextBoolean();
        return switch (random.nextInt(4)) {
            case 0 -> new Event.Lost(after);
            case 1 -> new Event.Pause(after, meanwhile(call, faults));
            default -> new Event.Crash(after);
        };
    }

    private Runnable meanwhile(RetriedCall call, Faults faults) {
        var delivery = any(List.of(Delivery.values()));
        var end = any(List.of(SoldWork.End.OK, SoldWork.End.NOT_FOUND, SoldWork.End.THROWS));
        var silent = random.nextBoolean();
        return () -> {
            call.later(delivery);
            call.attempt(end, new Faults());
            if (silent) {
                faults.silenceMeter();
            }
        };
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
