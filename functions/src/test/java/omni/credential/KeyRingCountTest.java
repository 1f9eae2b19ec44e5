package omni.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import omni.access.Scopes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts against the key limit. */
class KeyRingCountTest {

    private static final Instant NOW = Instant.parse("2026-05-01T09:30:00Z");

    /** Keys are written {@code id<replaced}, with {@code !} after one that is revoked and {@code ~} after one past its end. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        keys                      | count
        a                         | 1
        a b                       | 2
        a b!                      | 1
        a b~                      | 1
        a b<a                     | 1
        a~ b<a                    | 1
        a! b<a                    | 1
        a b<a!                    | 1
        a b<a c                   | 2
        a b<a c<b                 | 2
        a~ b<a c<b                | 1
        a b<a~ c<b                | 1
        a b<a! c<b                | 1
        a b<a! c<a                | 1
        a b<a c<b d<c             | 2
        a b<a c<b d<c e           | 3
        b<gone                    | 1
        b<gone c<b                | 1
        a b<a c d<c               | 2
        a! b!                     | 0
        """)
    void aPairOfRotationCountsOnceAndAThirdOfItsLineAgain(String keys, long count) {
        assertThat(ring(keys).activeCount(NOW)).isEqualTo(count);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noCountRisesBecauseTimePassesOrAKeyIsRevoked(long seed) {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++) {
            var keys = new ArrayList<ApiKey>();
            for (var index = 0; index < 1 + random.nextInt(8); index++) {
                var replaces = index > 0 && random.nextBoolean() ? "k" + random.nextInt(index) : null;
                var end = random.nextBoolean() ? NOW.plusSeconds(random.nextInt(10)) : null;
                keys.add(key("k" + index, replaces, end, null));
            }
            var ring = new KeyRing("org_0123456789Ab", 1, keys);
            var before = ring.activeCount(NOW);
            for (var second = 1; second <= 10; second++) {
                var later = ring.activeCount(NOW.plusSeconds(second));
                assertThat(later).as("seed %d, round %d", seed, round).isLessThanOrEqualTo(before);
                before = later;
            }
            var revoked = keys.get(random.nextInt(keys.size())).revokedAt(NOW);
            assertThat(ring.with(revoked, NOW).activeCount(NOW))
                    .as("seed %d, round %d", seed, round)
                    .isLessThanOrEqualTo(ring.activeCount(NOW));
        }
    }

    @Test
    void aCircleOfReplacementsIsCountedAndNotFollowedForEver() {
        var ring = new KeyRing("org_0123456789Ab", 1, List.of(key("a", "b", null, null), key("b", "a", null, null)));

        assertThat(ring.activeCount(NOW)).isBetween(1L, 2L);
    }

    @Test
    void anEndThatIsSetIsNeverPutOff() {
        var ending = key("a", null, null, null).endingAt(NOW.plusSeconds(60), NOW);

        assertThat(ending.endingAt(NOW.plus(Duration.ofDays(1)), NOW).expiresAt())
                .isEqualTo(NOW.plusSeconds(60));
        assertThat(ending.endingAt(NOW.plusSeconds(5), NOW).expiresAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(ending.revokedAt()).isNull();
    }

    @Test
    void aKeyWithoutAnOverlapIsRevokedAtOnce() {
        var ended = key("a", null, null, null).endingAt(NOW, NOW);

        assertThat(ended.activeAt(NOW)).isFalse();
        assertThat(ended.expiresAt()).isEqualTo(NOW);
        assertThat(ended.revokedAt()).isEqualTo(NOW);
    }

    static KeyRing ring(String keys) {
        return new KeyRing(
                "org_0123456789Ab",
                1,
                List.of(keys.strip().split(" +", -1)).stream()
                        .map(KeyRingCountTest::key)
                        .toList());
    }

    private static ApiKey key(String text) {
        var parts = text.replaceAll("[!~]", "").split("<", -1);
        return key(
                parts[0],
                parts.length > 1 ? parts[1] : null,
                text.endsWith("~") ? NOW : null,
                text.endsWith("!") ? NOW.minusSeconds(1) : null);
    }

    static ApiKey key(String id, @Nullable String replaces, @Nullable Instant expiresAt, @Nullable Instant revokedAt) {
        return new ApiKey(
                id,
                "org_0123456789Ab",
                "hash-" + id,
                true,
                "label of " + id,
                "secapi_live_01234567",
                List.of(Scopes.READ_SEC),
                NOW.minusSeconds(100),
                expiresAt,
                revokedAt,
                replaces,
                null,
                null);
    }
}
