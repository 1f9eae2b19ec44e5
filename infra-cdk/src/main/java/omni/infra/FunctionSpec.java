package omni.infra;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import omni.access.SecretName;
import omni.call.Operation.Group;
import omni.call.Operation.TableGrant;
import omni.endpoint.Endpoints;
import omni.job.Jobs;
import omni.job.Jobs.Trigger;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;

/**
 * What the two lists say of one function.
 *
 * @param name also the logical id
 * @param part of the stack that it stands in
 * @param table what it may do on the table
 * @param secrets which secrets it may read
 * @param job null for an endpoint
 */
record FunctionSpec(
        String name,
        Group group,
        Part part,
        List<TableGrant> table,
        Set<SecretName> secrets,
        @Nullable Jobs job) {

    /** API Gateway waits no longer, and takeovers count on it (architecture 5). */
    private static final Duration GATEWAY_TIMEOUT = Duration.seconds(29);

    /** Lambda's longest: what a run leaves undone, the next one does. */
    private static final Duration SCHEDULE_TIMEOUT = Duration.minutes(15);

    /** Parts of the stack by what they are for: each is a nested stack. A function never changes its part. */
    enum Part {
        /** The way of every call: the authorizer and what is sold. */
        CALLS("Calls"),
        ACCOUNT_READS("AccountReads"),
        ACCOUNT_CHANGES("AccountChanges"),
        PAYMENTS("Payments"),
        /** What the WebSocket API calls, and what works on its messages. */
        CHAT("Chat"),
        JOBS("Jobs");

        private final String id;

        Part(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }
    }

    static List<FunctionSpec> all() {
        return Stream.concat(
                        Arrays.stream(Endpoints.values()).map(FunctionSpec::of),
                        Arrays.stream(Jobs.values()).map(FunctionSpec::of))
                .toList();
    }

    private static FunctionSpec of(Endpoints endpoint) {
        var operation = endpoint.operation();
        var part = part(operation.group(), operation.reads());
        return new FunctionSpec(
                operation.operationId(), operation.group(), part, operation.table(), operation.secrets(), null);
    }

    /** A job of the group that carries Stripe's library stands with the other jobs, one that can sell with the chat. */
    private static FunctionSpec of(Jobs job) {
        var part = switch (job.group()) {
            case AUTHORIZER -> Part.CALLS;
            case METERED -> Part.CHAT;
            case ACCOUNT, STRIPE, JOBS -> Part.JOBS;
        };
        return new FunctionSpec(job.functionName(), job.group(), part, job.table(), job.secrets(), job);
    }

    private static Part part(Group group, boolean reads) {
        return switch (group) {
            case AUTHORIZER, METERED -> Part.CALLS;
            case ACCOUNT -> reads ? Part.ACCOUNT_READS : Part.ACCOUNT_CHANGES;
            case STRIPE -> Part.PAYMENTS;
            case JOBS -> Part.JOBS;
        };
    }

    /**
     * Whether traffic keeps it alive: a snapshot that nobody asks for in 14 days is given up by Lambda, and the next call waits for
     * a new one. Such a function has SnapStart, and a new version of it takes over bit by bit.
     */
    boolean busy() {
        return part == Part.CALLS
                || (part == Part.CHAT && !scheduled())
                || name.equals(Endpoints.RECEIVE_STRIPE_EVENT.operation().operationId());
    }

    boolean scheduled() {
        return job != null && job.trigger() == Trigger.SCHEDULE;
    }

    /** Whether another function of ours calls it and does not wait. */
    boolean isInvoked() {
        return job != null && job.trigger() == Trigger.INVOKED;
    }

    boolean readsStream() {
        return job != null && job.trigger() == Trigger.STREAM;
    }

    Duration timeout() {
        return scheduled() ? SCHEDULE_TIMEOUT : GATEWAY_TIMEOUT;
    }

    /** Whether money hangs on it beyond one caller's answer, so that also what it logs as a fault rings. */
    boolean critical() {
        return busy() || part == Part.CHAT || group == Group.STRIPE || group == Group.JOBS;
    }

    /** On the way of every call: more memory is more processor. The others start seldom or keep nobody waiting. */
    int memoryMegabytes() {
        return switch (group) {
            case AUTHORIZER, METERED, STRIPE -> 1024;
            case ACCOUNT, JOBS -> 512;
        };
    }
}
