package omni.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import omni.access.AuthMode;
import omni.access.Principal;
import omni.access.Scopes;
import omni.credential.KeyRotation.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decision behind RotateApiKey (contract 11.2). */
class KeyRotationTest {

    private static final Instant NOW = Instant.parse("2026-05-01T09:30:00Z");
    private static final KeyRotation.Fresh FRESH = new KeyRotation.Fresh("new", "hash-new", "secapi_live_new45678");

    /** The keys are written as in {@link KeyRingCountTest}; all are live and read. */
    @ParameterizedTest(name = "{0} of {1}, by a {2} principal with {3}, {4} s, limit {5} → {6}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        key | ring           | mode | scopes          | overlap | limit | outcome
        a   | a              | live | read:sec        | 3600    | 1     | Rotated
        a   | a              | live | *               | 0       | 1     | Rotated
        a   | a b c          | live | read:sec        | 3600    | 1     | Rotated
        x   | a              | live | read:sec        | 3600    | 2     | Unknown
        a   | a              | test | read:sec        | 3600    | 2     | LiveKey
        a   | a              | live | api_keys:manage | 3600    | 2     | Lacking
        a   | a              | test | api_keys:manage | 3600    | 2     | LiveKey
        a   | a!             | live | read:sec        | 3600    | 2     | Revoked
        a   | a~             | live | read:sec        | 3600    | 2     | Revoked
        a   | a!             | live | api_keys:manage | 3600    | 2     | Lacking
        a   | a b<a          | live | read:sec        | 3600    | 9     | Replaced
        a   | a b<a!         | live | read:sec        | 3600    | 1     | Rotated
        b   | a b<a          | live | read:sec        | 3600    | 2     | Rotated
        b   | a b<a          | live | read:sec        | 3600    | 1     | LimitReached
        b   | a b<a          | live | read:sec        | 0       | 1     | Rotated
        b   | a~ b<a         | live | read:sec        | 3600    | 1     | Rotated
        b   | a b<a c        | live | read:sec        | 3600    | 2     | LimitReached
        """)
    void theFirstFailingCheckAnswers(
            String key, String ring, String mode, String scopes, long overlap, int limit, String outcome) {
        var decided = rotation(key, mode.equals("live"), Set.of(scopes), overlap, limit)
                .decide(KeyRingCountTest.ring(ring), FRESH, NOW);

        assertThat(decided.getClass().getSimpleName()).isEqualTo(outcome);
    }

    @Test
    void theNewKeyIsTheOldOneWithAnotherSecretAndTheOldOneEndsAfterTheOverlap() {
        var ring = KeyRingCountTest.ring("a");

        var rotated = (Outcome.Rotated) rotation("a", true, Set.of("*"), 90, 2).decide(ring, FRESH, NOW);

        var old = ring.keys().getFirst();
        assertThat(rotated.successor())
                .isEqualTo(new ApiKey(
                        "new",
                        old.orgId(),
                        "hash-new",
                        old.livemode(),
                        old.label(),
                        "secapi_live_new45678",
                        old.scopes(),
                        NOW,
                        null,
                        null,
                        "a",
                        null,
                        new KeyCreator(KeyCreator.Type.API_KEY, "key_by", List.of())));
        assertThat(rotated.oldKey().expiresAt()).isEqualTo(NOW.plusSeconds(90));
        assertThat(rotated.oldKey().activeAt(NOW.plusSeconds(90).minusMillis(1)))
                .isTrue();
        assertThat(rotated.oldKey().activeAt(NOW.plusSeconds(90))).isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void noSequenceOfCreationsRotationsAndRevocationsEverPassesTheLimit(long seed) {
        var random = new Random(seed);
        var limit = 3;
        var ring = KeyRingCountTest.ring("a");
        var now = NOW;
        for (var step = 0; step < 1_500; step++) {
            now = now.plusSeconds(random.nextInt(40));
            var any = ring.keys().get(random.nextInt(ring.keys().size()));
            switch (random.nextInt(3)) {
                case 0 -> {
                    if (ring.activeCount(now) < limit) {
                        ring = ring.with(KeyRingCountTest.key("c" + step, null, null, null), now);
                    }
                }
                case 1 -> ring = ring.with(any.revokedAt(now), now);
                default -> {
                    var fresh = new KeyRotation.Fresh("r" + step, "hash-r" + step, "secapi_live_01234567");
                    var rotation = rotation(any.id(), true, Set.of("*"), random.nextInt(120), limit);
                    if (rotation.decide(ring, fresh, now) instanceof Outcome.Rotated(var ended, var successor)) {
                        ring = ring.rotate(ended, successor, now);
                    }
                }
            }
            var at = now;
            assertThat(ring.activeCount(now)).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(limit);
            assertThat(ring.keys().stream().filter(key -> key.activeAt(at)).count())
                    .as("seed %d, step %d: each counted unit is two serving keys at most", seed, step)
                    .isLessThanOrEqualTo(2L * limit);
        }
    }

    private static KeyRotation rotation(String key, boolean live, Set<String> scopes, long overlap, int limit) {
        var principal = new Principal(
                AuthMode.API_KEY, "key_by", "key_by", "org_0123456789Ab", scopes, live, "hash", null, null, null);
        return new KeyRotation(principal, key, Duration.ofSeconds(overlap), limit);
    }

    @Test
    void whatIsLackingIsNamed() {
        var decided = rotation("a", true, Set.of(Scopes.API_KEYS_MANAGE), 60, 2)
                .decide(KeyRingCountTest.ring("a"), FRESH, NOW);

        assertThat(decided).isEqualTo(new Outcome.Lacking(List.of(Scopes.READ_SEC)));
    }
}
