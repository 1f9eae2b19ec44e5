package omni.billing;

import java.util.function.Function;

/**
 * What the payment provider made of a request. A lost answer is {@link Unavailable}, never a failure: a write may have
 * taken effect, and repeating it with the same idempotency key is right as long as the key is not spent.
 *
 * @param <T> what a request that was carried out answers
 */
public sealed interface PaymentOutcome<T> {

    /** Carried out, now or by an earlier request with the same idempotency key. */
    record Done<T>(T value) implements PaymentOutcome<T> {}

    /** The provider answered no; nothing was changed and repeating it changes nothing. */
    record Refused<T>(Reason reason, String detail) implements PaymentOutcome<T> {}

    /**
     * No answer that says what became of it: whether a write took effect is unknown, so it counts as pending.
     *
     * @param detail in words for an operator
     */
    record Unavailable<T>(String detail, Silence silence) implements PaymentOutcome<T> {

        public Unavailable(String detail) {
            this(detail, Silence.NO_ANSWER);
        }
    }

    /** Why the provider is as good as silent. */
    enum Silence {
        /** No answer at all, or "later". */
        NO_ANSWER,
        /** Something broke there: the provider keeps that answer under the idempotency key for a day, whatever became of a write. */
        SERVER_ERROR,
        /** An answer that we can't read or use, as it lacks what nothing can be said without: under its key it would come again. */
        UNREADABLE
    }

    /** Goes on with the value of what was done; anything else stays as it is. */
    default <R> PaymentOutcome<R> then(Function<? super T, PaymentOutcome<R>> next) {
        return switch (this) {
            case Done<T>(var value) -> next.apply(value);
            case Refused<T>(var reason, var detail) -> new Refused<>(reason, detail);
            case Unavailable<T>(var detail, var silence) -> new Unavailable<>(detail, silence);
        };
    }

    /** With {@code other} where the provider refused because what was asked for is not there. */
    default PaymentOutcome<T> orIfMissing(T other) {
        return this instanceof Refused<T>(var reason, var _) && reason == Reason.MISSING ? new Done<>(other) : this;
    }

    /**
     * Whether the idempotency key is spent though nothing is known to have come of it: the provider would repeat its answer. After
     * a refusal nothing was changed; after any other answer one looks what there is, and goes on under the next key.
     */
    default boolean isKeySpent() {
        return this instanceof Refused<T>
                || (this instanceof Unavailable<T>(var _, var silence) && silence != Silence.NO_ANSWER);
    }

    /** Why nothing came of it, in words for an operator. */
    default String failure() {
        return switch (this) {
            case Done<T> _ -> "the answer was not what it has to be";
            case Refused<T>(var reason, var detail) -> reason + ", " + detail;
            case Unavailable<T>(var detail, var _) -> detail;
        };
    }

    /** Why the provider refused. */
    enum Reason {
        /** A thing that the request names does not exist, or no longer. */
        MISSING,
        /** The idempotency key was used before, for something else: a fault of ours. */
        KEY_REUSED,
        /** The provider does not accept our API key, or not for this. */
        CREDENTIALS,
        /** The catalog's prices or the portal's configuration are not there: {@code stripe-sync} has not run. */
        NOT_SYNCED,
        /** Anything else that the provider finds wrong with the request. */
        INVALID
    }
}
