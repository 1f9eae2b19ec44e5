package omni.local.gateway;

import java.util.Map;

/** What the authorizer made of a request, and what the gateway makes of that. */
sealed interface Authorization {

    /** No authorizer is configured. */
    record NotAsked() implements Authorization {}

    /** The policy lets the request through. */
    record Allowed(String principalId, Map<String, String> context, long latencyMillis) implements Authorization {
        public Allowed {
            context = Map.copyOf(context);
        }
    }

    /** The policy denies, or no statement of it speaks of this method. The context is there for the gateway response. */
    record Denied(String principalId, Map<String, String> context) implements Authorization {
        public Denied {
            context = Map.copyOf(context);
        }
    }

    /** The authorizer failed with the very message {@code Unauthorized}, which API Gateway reads as a verdict. */
    record Unauthorized() implements Authorization {}

    /** The authorizer threw, or took too long. */
    record Failed(String reason) implements Authorization {}

    /** The authorizer answered something that is not a policy with a scalar context. */
    record Malformed(String reason) implements Authorization {}
}
