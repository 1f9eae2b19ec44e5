package omni.meter;

import java.time.Instant;
import omni.access.AuthMode;
import omni.billing.BillingPosition;
import omni.billing.MeterClass;
import org.jspecify.annotations.Nullable;

/**
 * One metered call as it is known before its work.
 *
 * @param usageId the charge's identity
 * @param requestId the caller's label
 * @param principalId key id or user id
 * @param keyHash hash of the key that the caller showed; null for a human
 * @param keyExpiresAt when that key ends; null for never
 * @param route the route's number in the catalog
 * @param meterClass what the route is metered as
 * @param mcpTool whether it came through MCP
 * @param isWindowed whether the window of its class bounds and counts it: a chat message has a window of its own
 * @param testPosition of a test key: the organization's position, as the test account holds no facts; null for a live call
 */
public record Call(
        String usageId,
        String requestId,
        String principalId,
        AuthMode authMode,
        @Nullable String keyHash,
        @Nullable Instant keyExpiresAt,
        int route,
        MeterClass meterClass,
        boolean mcpTool,
        boolean isWindowed,
        @Nullable BillingPosition testPosition) {

    public Call {
        if (meterClass.free()) {
            throw new IllegalArgumentException("a free call is counted, not metered");
        }
    }

    /** One that the window of its class bounds. */
    public Call(
            String usageId,
            String requestId,
            String principalId,
            AuthMode authMode,
            @Nullable String keyHash,
            @Nullable Instant keyExpiresAt,
            int route,
            MeterClass meterClass,
            boolean mcpTool,
            @Nullable BillingPosition testPosition) {
        this(
                usageId,
                requestId,
                principalId,
                authMode,
                keyHash,
                keyExpiresAt,
                route,
                meterClass,
                mcpTool,
                true,
                testPosition);
    }

    /** The same call under the usage id of an earlier attempt. */
    public Call under(String earlierUsageId) {
        return new Call(
                earlierUsageId,
                requestId,
                principalId,
                authMode,
                keyHash,
                keyExpiresAt,
                route,
                meterClass,
                mcpTool,
                isWindowed,
                testPosition);
    }

    /**
     * How the work ended.
     *
     * @param status HTTP status to be answered
     * @param latencyMs milliseconds the call took until its commit
     * @param isExpected whether the work is still to be done: it is committed as if it had succeeded
     */
    public record Outcome(int status, long latencyMs, boolean isExpected) {

        private static final int EXPECTED = 200;

        public Outcome(int status, long latencyMs) {
            this(status, latencyMs, false);
        }

        /** Of work that waits for its commit. */
        public static Outcome expected(long latencyMs) {
            return new Outcome(EXPECTED, latencyMs, true);
        }

        public boolean isSuccess() {
            return status < 400;
        }
    }
}
