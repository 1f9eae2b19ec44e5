package omni.log;

import org.jspecify.annotations.Nullable;

/**
 * The one list of what is counted, for CloudWatch to take from the log ({@link MeasuredLog}); what each is for its reader stands in
 * docs/operations-metrics.md. What a person has to look at at once is in {@link Alarms} instead.
 *
 * <p>Dimensions are few on purpose: each value of one is a metric that is paid for. An organization is never one. Calls and faults of each
 * function need none here: Lambda counts them by itself.
 */
public enum Metric {
    /** Requests that were answered, whatever the answer, as a whole and by class. */
    CALLS("Calls", Unit.COUNT, "meterClass"),
    /** Answers that refuse, by their code; those of the authorizer are {@link #DENIALS}. */
    REFUSALS("Refusals", Unit.COUNT, "errorCode"),
    /** Answers with a status from 500 on. */
    FAULTS("Faults", Unit.COUNT, null),
    /** Requests whose credentials prove nothing, by what is wrong. */
    DENIALS("Denials", Unit.COUNT, "reason"),
    /** Commits that another write was faster than, decided again. */
    COMMIT_CONFLICTS("CommitConflicts", Unit.COUNT, null),
    /** Commits that were throttled, or canceled by a transaction, sent again. */
    COMMIT_RETRIES("CommitRetries", Unit.COUNT, null),
    /** Writes to a counter without an answer: they may have landed or not. */
    UNKNOWN_OUTCOMES("UnknownOutcomes", Unit.COUNT, null),
    /** Marks that a caller was not answered. */
    VOIDS("Voids", Unit.COUNT, null),
    /** Charges given back. */
    CREDITS("Credits", Unit.COUNT, null),
    /** Calls that stay charged though their caller was not answered: the residue of architecture 5 as far as a process lives to tell. */
    CHARGES_WITHOUT_ANSWER("ChargesWithoutAnswer", Unit.COUNT, null),
    /** Calls served without having been counted in their window. */
    MISSED_COUNTS("MissedCounts", Unit.COUNT, null),
    /** Failed calls without a row. */
    MISSED_ROWS("MissedRows", Unit.COUNT, null),
    /** Messages of chats that came to their end. */
    CHAT_MESSAGES("ChatMessages", Unit.COUNT, "finishReason"),
    /** Those of them that failed and were given back, by why. */
    CHAT_FAILURES("ChatFailures", Unit.COUNT, "failure"),
    /** Age of the oldest record when a batch of the stream is taken up. */
    STREAM_LAG("StreamLag", Unit.SECONDS, null),
    /** Requests that Stripe did not answer, or not for now. */
    STRIPE_UNAVAILABLE("StripeUnavailable", Unit.COUNT, null),
    /** Requests that Stripe refused. */
    STRIPE_REFUSALS("StripeRefusals", Unit.COUNT, null),
    /** Readings of secrets that failed, while the last good ones were used on. */
    SECRET_REFRESH_FAILURES("SecretRefreshFailures", Unit.COUNT, null),
    /** Invoices held back because counter, ledger and Stripe's meter do not agree. */
    DRIFTS("Drifts", Unit.COUNT, null);

    /** In CloudWatch's words. */
    public enum Unit {
        /** Several in one line are added up. */
        COUNT("Count"),
        /** Of several in one line the longest stands. */
        SECONDS("Seconds");

        private final String wire;

        Unit(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }

        long add(long one, long other) {
            return this == COUNT ? one + other : Math.max(one, other);
        }
    }

    private final String wire;
    private final Unit unit;
    private final @Nullable String dimension;

    Metric(String wire, Unit unit, @Nullable String dimension) {
        this.wire = wire;
        this.unit = unit;
        this.dimension = dimension;
    }

    /** As CloudWatch names it. */
    public String wire() {
        return wire;
    }

    public Unit unit() {
        return unit;
    }

    /** The field of the line that it is told by; null for none. */
    public @Nullable String dimension() {
        return dimension;
    }
}
