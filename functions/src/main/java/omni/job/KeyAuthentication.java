package omni.job;

import java.time.InstantSource;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.call.Caller;
import omni.credential.Keys;

/** What an API key proves, in the one read of it and its organization's accounts. */
public record KeyAuthentication(Keys keys, SecretFormat format, SecretHasher hasher, InstantSource clock) {

    boolean looksLikeKey(String secret) {
        return format.looksLikeKey(secret);
    }

    Authentication.Outcome prove(String secret) {
        var parsed = format.parseKey(secret);
        if (parsed.isEmpty()) {
            return refusal();
        }
        var hashes = hasher.hashesOf(secret);
        var now = clock.instant();
        return switch (keys.authenticate(
                hashes, parsed.get().orgId(), parsed.get().live(), now)) {
            case Keys.Lookup.Unreachable(var cause) -> new Authentication.Unverifiable(cause);
            case Keys.Lookup.Unknown() -> refusal();
            case Keys.Lookup.Found(var key, var live, var test) ->
                key.activeAt(clock.instant())
                        ? new Authentication.Proved(new Caller(key.principal(now), test == null ? live : test, live))
                        : refusal();
        };
    }

    private static Authentication.Outcome refusal() {
        return new Authentication.Refused(Authentication.Reason.BAD_CREDENTIAL);
    }
}
