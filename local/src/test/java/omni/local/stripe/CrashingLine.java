package omni.local.stripe;

import java.util.List;
import java.util.Optional;
import omni.access.SecretStore.Reading;
import omni.stripe.SigningSecretPlace;
import stripesimulator.StripeSimulator;
import stripesimulator.fault.FaultPlan;
import stripesimulator.fault.RequestFault;

/** A sync's way to Stripe and to the place of its secrets, on which its process dies at the n-th write, before it or after it. */
final class CrashingLine implements SigningSecretPlace {

    static final String NAME = "omni/suite/webhooks";
    private static final RequestFault NOTHING_MORE = RequestFault.next(1000, RequestFault.Effect.TIMEOUT_BEFORE);
    private static final FaultPlan BEFORE = new FaultPlan(1, List.of(), List.of(NOTHING_MORE));
    private static final FaultPlan AFTER =
            new FaultPlan(1, List.of(), List.of(RequestFault.next(1, RequestFault.Effect.TIMEOUT_AFTER), NOTHING_MORE));

    private final StripeSimulator stripe;
    /** What the place holds; it outlives the process. */
    String text = "";

    int writes;
    boolean isFull;
    private int last = Integer.MAX_VALUE;
    private boolean lastIsDone;
    private boolean dead;

    /** What ends a process. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    CrashingLine(StripeSimulator stripe) {
        this.stripe = stripe;
        stripe.watch(request -> {
            if (!dead && !request.method().equals("GET") && isTheLast()) {
                stripe.faults(lastIsDone ? AFTER : BEFORE);
            }
        });
    }

    private boolean isTheLast() {
        writes++;
        dead = writes == last;
        return dead;
    }

    boolean isAlive() {
        return !dead;
    }

    /** From now on the n-th write is the last. */
    void dieAt(int write, boolean done) {
        writes = 0;
        last = write;
        lastIsDone = done;
    }

    void recover() {
        writes = 0;
        dead = false;
        last = Integer.MAX_VALUE;
        stripe.faults(FaultPlan.NONE);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Reading read() {
        return new Reading.Found(text);
    }

    @Override
    public Optional<String> write(String changed) {
        if (dead) {
            throw new Killed();
        }
        boolean dies = isTheLast();
        if (dies && !lastIsDone) {
            throw new Killed();
        }
        if (isFull) {
            return Optional.of("400 LimitExceededException");
        }
        text = changed;
        if (dies) {
            throw new Killed();
        }
        return Optional.empty();
    }
}
