package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import omni.access.AuthMode;
import omni.access.Principal;
import omni.access.Scopes;
import omni.call.Caller;
import omni.credential.ApiKey;
import omni.fakes.Ask;
import omni.fakes.Rig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys with an end, and keys that hold for a time what operators may. Contract 3, 11.2. */
class KeyEndTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final Rig rig = new Rig();

    private Caller operator() {
        return caller(AuthMode.BEARER, "usr_1", Set.of(Scopes.ALL), null);
    }

    private Caller byKey(String keyId) {
        var key = rig.store.ring(Rig.ORG).find(keyId).orElseThrow();
        return new Caller(
                key.principal(rig.clock.instant()), rig.store.account(Rig.ORG, true), rig.store.account(Rig.ORG, true));
    }

    private Caller caller(AuthMode mode, String id, Set<String> scopes, @Nullable Instant end) {
        var account = rig.store.account(Rig.ORG, true);
        return new Caller(
                new Principal(mode, id, id, Rig.ORG, scopes, true, null, end, null, "ann@example.com"),
                account,
                account);
    }

    private Ask.Answer create(Caller by, String body) {
        return Ask.of("POST", "/v1/api_keys").by(by).body(body).of(rig.function(Endpoints.CREATE_API_KEY));
    }

    private Ask.Answer rotate(Caller by, String keyId, long overlap) {
        return Ask.of("POST", "/v1/api_keys/" + keyId + "/rotate")
                .pathParameter("keyId", keyId)
                .by(by)
                .body("{\"overlapSeconds\":%d}".formatted(overlap))
                .of(rig.function(Endpoints.ROTATE_API_KEY));
    }

    private static String id(Ask.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return String.valueOf(answer.json().get("id"));
    }

    private ApiKey stored(String keyId) {
        return rig.store.ring(Rig.ORG).find(keyId).orElseThrow();
    }

    @ParameterizedTest(name = "{0} until {1} → {2}, ends {3}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
        scope,          expiresAt,                status, ends
        read:sec,       -,                        201,    -
        read:sec,       2026-05-15T12:00:20.251Z, 201,    2026-05-15T12:00:20.251Z
        read:sec,       2126-05-15T12:00:20Z,     201,    2126-05-15T12:00:20Z
        read:sec,       2026-05-15T12:00:20.250Z, 400,    -
        read:sec,       1969-12-31T00:00:00Z,     400,    -
        read:sec,       +999999-01-01T00:00:00Z,  400,    -
        read:sec,       tomorrow,                 400,    -
        admin:operator, -,                        201,    2026-08-13T12:00:20.250Z
        *,              -,                        201,    2026-08-13T12:00:20.250Z
        *,              2026-05-16T00:00:00Z,     201,    2026-05-16T00:00:00Z
        *,              2026-08-13T12:00:20.250Z, 201,    2026-08-13T12:00:20.250Z
        *,              2026-08-13T12:00:20.251Z, 400,    -
        admin:operator, 2027-01-01T00:00:00Z,     400,    -
        """)
    void aKeyEndsWhenItWasToldToAndOneOfAnOperatorWithinNinetyDays(
            String scope, @Nullable String expiresAt, int status, @Nullable Instant ends) {
        var body = "{\"livemode\":true,\"scopes\":[\"read:sec\",\"%s\"],\"expiresAt\":%s}"
                .formatted(
                        scope.equals("read:sec") ? "billing:read" : scope,
                        expiresAt == null ? "null" : "\"" + expiresAt + "\"");
        var answer = create(operator(), body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (status == 201) {
            var key = stored(id(answer));
            assertThat(key.expiresAt()).isEqualTo(ends);
            assertThat(answer.json().get("expiresAt") == null).isEqualTo(ends == null);
            if (ends != null) {
                assertThat(key.activeAt(ends.minusMillis(1))).isTrue();
                assertThat(key.activeAt(ends)).isFalse();
            }
        }
    }

    @Test
    void aKeyMadeBeforeLosesWhatOperatorsMayNinetyDaysAfterItWasMade() {
        rig.key("key_before", true, Scopes.READ_SEC, Scopes.OPERATOR, Scopes.ALL);
        var made = rig.clock.instant();
        rig.clock.advance(DAY.multipliedBy(90).minusMillis(1));
        assertThat(byKey("key_before").principal().has(Scopes.BILLING_MANAGE)).isTrue();
        rig.clock.advance(Duration.ofMillis(1));
        assertThat(byKey("key_before").principal().scopes()).containsExactly(Scopes.READ_SEC);
        assertThat(ApiKeyView.of(
                                stored("key_before"),
                                null,
                                rig.clock.instant(),
                                KeyPeople.of(rig.members, Rig.ORG),
                                null)
                        .scopes())
                .containsExactly(Scopes.READ_SEC);
        var next = stored(id(rotate(operator(), "key_before", 60)));
        assertThat(next.scopes()).as("and no rotation gives them back").containsExactly(Scopes.READ_SEC);
        assertThat(made).isBefore(rig.clock.instant());
    }

    @Test
    void rotationPutsNoEndOff() {
        rig.key("key_before", true, Scopes.ALL);
        var made = rig.clock.instant();
        rig.clock.advance(DAY);
        var second = id(rotate(operator(), "key_before", 86_400));
        assertThat(stored(second).expiresAt())
                .as("of an older key of an operator")
                .isEqualTo(made.plus(ApiKey.OPERATOR_LIFE));
        rig.clock.advance(DAY.multipliedBy(88));
        rig.clock.advance(Duration.ofHours(23));
        var third = id(rotate(operator(), second, 86_400));
        assertThat(stored(third).expiresAt()).isEqualTo(made.plus(ApiKey.OPERATOR_LIFE));
        assertThat(stored(second).expiresAt()).as("no overlap beyond it").isEqualTo(made.plus(ApiKey.OPERATOR_LIFE));
    }

    @Test
    void aKeyThatEndsByRotationAloneLeavesNoEndToItsLine() {
        rig.key("key_a", true, Scopes.READ_SEC);
        var second = id(rotate(operator(), "key_a", 3600));
        assertThat(stored(second).expiresAt()).isNull();
        assertThat(stored("key_a").expiresAt()).isEqualTo(rig.clock.instant().plusSeconds(3600));
        var revoked = stored(second).revokedAt(rig.clock.instant());
        rig.store.put(revoked, rig.clock.instant());
        assertThat(stored(id(rotate(operator(), "key_a", 60))).expiresAt()).isNull();
    }

    /** Whatever a bounded key does, nothing serves after its end that it made. */
    @Test
    void aKeyWithAnEndMakesNoneThatOutlivesIt() {
        var end = rig.clock.instant().plus(DAY);
        var bounded = id(create(
                operator(),
                "{\"livemode\":true,\"scopes\":[\"read:sec\",\"api_keys:manage\"],\"expiresAt\":\"%s\"}"
                        .formatted(end)));
        rig.key("key_unbounded", true, Scopes.READ_SEC);
        assertThat(List.of(
                        create(byKey(bounded), "{}"),
                        create(byKey(bounded), "{\"expiresAt\":\"%s\"}".formatted(end)),
                        rotate(byKey(bounded), "key_unbounded", 60)))
                .allSatisfy(answer -> {
                    assertThat(answer.code()).isEqualTo("human_auth_required");
                    assertThat(answer.details()).containsKeys("loginUrl", "nextSteps");
                });
        var next = id(rotate(byKey(bounded), bounded, 86_400));
        assertThat(stored(next).expiresAt()).isEqualTo(end);
        assertThat(Objects.requireNonNull(stored(bounded).expiresAt())).isEqualTo(end);
        rig.store.put(stored(next).revokedAt(rig.clock.instant()), rig.clock.instant());
        assertThat(stored(id(rotate(byKey(bounded), bounded, 60))).expiresAt()).isEqualTo(end);
    }

    /** A key in its overlap may end an hour from now without a date of its own: it leaves none behind that has none. */
    @Test
    void aKeyInItsOverlapMakesNothing() {
        rig.key("key_a", true, Scopes.READ_SEC, Scopes.API_KEYS_MANAGE);
        var second = id(rotate(operator(), "key_a", 3600));
        rig.store.put(stored(second).revokedAt(rig.clock.instant()), rig.clock.instant());
        assertThat(rotate(byKey("key_a"), "key_a", 60).code()).isEqualTo("human_auth_required");
        assertThat(create(byKey("key_a"), "{}").code()).isEqualTo("human_auth_required");
    }
}
