package omni.invoicing;

import java.util.function.Supplier;
import omni.billing.PaymentOutcome;

/** What one step of a push came to. */
sealed interface PushStep {

    /** Somebody else wrote meanwhile: all is to be read again. */
    record Overtaken() implements PushStep {}

    /** So far; another step follows only where all is up to date. */
    record Reached(PushOutcome outcome) implements PushStep {}

    static PushStep upToDate() {
        return new Reached(new PushOutcome.UpToDate());
    }

    static PushStep failure(String what, PaymentOutcome<?> outcome) {
        return new Reached(PushOutcome.Failed.of(what, outcome));
    }

    /** A write on condition of what was read. */
    static PushStep write(boolean written) {
        return written ? upToDate() : new Overtaken();
    }

    /** Goes on with the next step, unless this one is as far as it goes. */
    default PushStep then(Supplier<PushStep> next) {
        return this instanceof Reached(PushOutcome.UpToDate()) ? next.get() : this;
    }

    /** The one of both that is further from its end. */
    default PushStep or(PushOutcome other) {
        return switch (this) {
            case Overtaken overtaken -> overtaken;
            case Reached(var outcome) -> new Reached(other.or(outcome));
        };
    }
}
