package omni.local.oidc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What people have granted: codes that are good once, and refresh tokens that are good until the next. Either one shown a second time
 * has been stolen by somebody, and ends all that came of it (OAuth 2.1, 4.1.3 and 4.3.1).
 */
final class Grants {

    private static final Duration CODE = Duration.ofMinutes(10);
    private static final Duration REFRESH = Duration.ofDays(30);

    /** Whoever makes more pushes out the oldest. */
    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<String, Granted> open = new LinkedHashMap<>();

    /** What was shown already, and which grant it belonged to. */
    private final Map<String, String> spent = new LinkedHashMap<>();

    Grants(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A person's consent.
     *
     * @param id what all codes and tokens of it have in common
     */
    record Grant(String id, AuthorizationRequest request, LocalUser user) {}

    private enum Kind {
        CODE,
        REFRESH
    }

    private record Granted(Kind kind, Grant grant, Instant until) {}

    String code(AuthorizationRequest request, LocalUser user) {
        return add(Kind.CODE, new Grant(Unguessable.text(), request, user), CODE);
    }

    String refreshToken(Grant grant) {
        return add(Kind.REFRESH, grant, REFRESH);
    }

    Optional<Grant> redeemCode(String code) {
        return redeem(Kind.CODE, code);
    }

    Optional<Grant> redeemRefreshToken(String token) {
        return redeem(Kind.REFRESH, token);
    }

    /** What a refresh token was given for, while it is good; that costs nothing. */
    synchronized Optional<Grant> ofRefreshToken(String token) {
        return Optional.ofNullable(open.get(token))
                .filter(granted -> granted.kind() == Kind.REFRESH)
                .map(Granted::grant);
    }

    /** Ends all codes and refresh tokens of a grant (RFC 7009). */
    synchronized void revoke(Grant grant) {
        end(grant.id());
    }

    private synchronized String add(Kind kind, Grant grant, Duration life) {
        var text = Unguessable.text();
        open.put(text, new Granted(kind, grant, clock.instant().plus(life)));
        trim(open);
        return text;
    }

    private synchronized Optional<Grant> redeem(Kind kind, String text) {
        var granted = open.get(text);
        if (granted == null || granted.kind() != kind) {
            Optional.ofNullable(spent.get(text)).ifPresent(this::end);
            return Optional.empty();
        }
        open.remove(text);
        spent.put(text, granted.grant().id());
        trim(spent);
        return clock.instant().isBefore(granted.until()) ? Optional.of(granted.grant()) : Optional.empty();
    }

    private void end(String grantId) {
        new HashMap<>(open).forEach((text, granted) -> {
            if (granted.grant().id().equals(grantId)) {
                open.remove(text);
            }
        });
    }

    private static void trim(Map<String, ?> map) {
        if (map.size() > MOST) {
            map.remove(map.keySet().iterator().next());
        }
    }
}
