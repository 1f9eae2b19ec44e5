package omni.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/** One line of the log: what it says, and which metrics it tells by itself, each once. */
public sealed interface LogLine
        permits AlarmLine,
                ChatLine,
                CommitLine,
                LogLine.BearerRefused,
                LogLine.CallLoss,
                LogLine.Denied,
                LogLine.Hindrance,
                LogLine.JobFailure,
                LogLine.WindowCountMissed,
                RequestLine {

    /** Its fields in the order in which they are written; {@code event} is the first. */
    Map<String, @Nullable Object> fields();

    /** What is counted where it is written. */
    default List<Metric> metrics() {
        return List.of();
    }

    /** The authorizer refused a request: the gateway answers by itself, so that no function's line tells of it. */
    record Denied(Instant at, String operation, @Nullable String requestId, String reason) implements LogLine {
        @Override
        public Map<String, @Nullable Object> fields() {
            return LineFields.of("denied", "at", at, "operation", operation, "requestId", requestId, "reason", reason);
        }

        @Override
        public List<Metric> metrics() {
            return List.of(Metric.DENIALS);
        }
    }

    /** Why a token is none. */
    record BearerRefused(Instant at, String cause) implements LogLine {
        @Override
        public Map<String, @Nullable Object> fields() {
            return LineFields.of("bearer_refused", "at", at, "cause", cause);
        }
    }

    /** A window could not be counted, of a route that was served all the same (contract 15). */
    record WindowCountMissed(String operation, String requestId, String cause) implements LogLine {
        @Override
        public Map<String, @Nullable Object> fields() {
            return LineFields.of("window_count_missed", "operation", operation, "requestId", requestId, "cause", cause);
        }

        @Override
        public List<Metric> metrics() {
            return List.of(Metric.MISSED_COUNTS);
        }
    }

    /** What could not be done for a call whose work is done. */
    record CallLoss(Loss loss, String requestId, String usageId) implements LogLine {

        /** What was lost. */
        public enum Loss implements WireName {
            /** A failed call was answered, but its row was not written. */
            FAILED_CALL_ROW_MISSED(Metric.MISSED_ROWS),
            /** The residue of architecture 5, as far as a process lives to tell. */
            CHARGE_WITHOUT_ANSWER(Metric.CHARGES_WITHOUT_ANSWER),
            /** Its work was paid before it and nobody proved its end: its process is gone, and the charge is given back. */
            UNPROVEN_CALL_CREDITED,
            /** A key could not be freed: the next attempt takes it over after the lock. */
            IDEMPOTENCY_RELEASE_MISSED;

            private final List<Metric> metrics;

            Loss(Metric... metrics) {
                this.metrics = List.of(metrics);
            }
        }

        @Override
        public Map<String, @Nullable Object> fields() {
            return LineFields.of(loss.wire(), "requestId", requestId, "usageId", usageId);
        }

        @Override
        public List<Metric> metrics() {
            return loss.metrics;
        }
    }

    /** Why a request could not be served as it should have been. */
    record Hindrance(Event event, Instant at, String requestId, String cause) implements LogLine {

        /** What was not possible. */
        public enum Event implements WireName {
            SIGN_IN_REFUSED,
            SIGN_IN_UNAVAILABLE,
            ISSUER_METADATA_UNAVAILABLE,
            NOT_READY
        }

        @Override
        public Map<String, @Nullable Object> fields() {
            return LineFields.of(event.wire(), "at", at, "requestId", requestId, "cause", cause);
        }
    }

    /**
     * What a job could not do; its next run makes up for it.
     *
     * @param orgId whom it could not be done for; null for all that were still to come
     */
    record JobFailure(Failure failure, Instant at, @Nullable String orgId, String detail) implements LogLine {

        /** What failed. */
        public enum Failure implements WireName {
            SWEEP_FAILED,
            SWEEP_ENDED,
            RECONCILIATION_FAILED
        }

        @Override
        public Map<String, @Nullable Object> fields() {
            return LineFields.of(failure.wire(), "at", at, "orgId", orgId, "detail", detail);
        }
    }
}
