package omni.local.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import stripesimulator.fault.DeliveryFault;
import stripesimulator.fault.FaultPlan;
import stripesimulator.fault.RequestFault;
import stripesimulator.fault.RequestFault.Effect;

/**
 * What Stripe is like in one hour.
 *
 * @param words for whoever reads what failed
 */
record StripeWeather(String words, FaultPlan plan) {

    static final StripeWeather FAIR = new StripeWeather("fair", FaultPlan.NONE);

    private static final int ALL = 1000;
    private static final DeliveryFault LOST = new DeliveryFault(new DeliveryFault.Effect.Drop(), ALL, List.of());
    private static final List<String> WRITES = List.of(
            "/v1/billing/meter_events", "/v1/invoices/*", "/v1/subscriptions*", "/v1/customers*", "/v1/checkout/*");
    private static final List<String> READS =
            List.of("/v1/events", "/v1/invoices*", "/v1/customers*", "/v1/subscriptions*", "/v1/billing/meters/*");

    /** Most hours nothing works; in the others a part of it. */
    static StripeWeather bad(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> one(random, "POST", WRITES, ALL);
            case 1 -> one(random, "GET", READS, ALL);
            case 2 -> one(random, "POST", List.of("/v1/billing/meter_events"), ALL);
            case 3 -> patches(random);
            default -> dark(random);
        };
    }

    /** Nothing works, in one way or another. */
    static StripeWeather dark(Random random) {
        var effect = effect(random);
        return lost("dark, " + effect, List.of(RequestFault.next(ALL, effect)));
    }

    private static StripeWeather one(Random random, String method, List<String> paths, int count) {
        var effect = effect(random);
        var path = paths.get(random.nextInt(paths.size()));
        return lost(
                effect + " at " + method + " " + path,
                List.of(RequestFault.next(count, effect).on(method, path)));
    }

    /** Some requests fail, the next ones of their kind don't. */
    private static StripeWeather patches(Random random) {
        var faults = new ArrayList<RequestFault>();
        for (var left = 4 + random.nextInt(8); left > 0; left--) {
            boolean write = random.nextBoolean();
            var paths = write ? WRITES : READS;
            faults.add(RequestFault.next(1 + random.nextInt(3), effect(random))
                    .on(write ? "POST" : "GET", paths.get(random.nextInt(paths.size()))));
        }
        return lost("patches " + faults, faults);
    }

    private static StripeWeather lost(String words, List<RequestFault> faults) {
        return new StripeWeather(words, new FaultPlan(0, List.of(LOST), faults));
    }

    private static Effect effect(Random random) {
        var effects = Effect.values();
        return effects[random.nextInt(effects.length)];
    }
}
