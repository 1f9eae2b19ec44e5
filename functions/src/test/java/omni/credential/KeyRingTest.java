package omni.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contract 11.2: limits count active keys, a rotated pair once. */
class KeyRingTest {

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    private static final String ORG = "org_AbCdEf012345";

    private static ApiKey key(
            String id, long age, @Nullable Instant ends, @Nullable Instant revoked, @Nullable String of) {
        return new ApiKey(
                id,
                ORG,
                "hash",
                id.startsWith("live"),
                null,
                "prefix",
                List.of("read:sec"),
                NOW.minusSeconds(age),
                ends,
                revoked,
                of,
                null,
                null);
    }

    private static ApiKey active(String id, long age) {
        return key(id, age, null, null, null);
    }

    @Test
    void keysAreListedNewestFirstByTimeThenId() {
        var ring = new KeyRing(ORG, 1, List.of(active("b", 5), active("a", 1), active("c", 5)));
        assertThat(ring.keys()).extracting(ApiKey::id).containsExactly("a", "c", "b");
    }

    @Test
    void activeKeysOfBothModesCountRevokedAndEndedOnesDoNot() {
        var ring = new KeyRing(
                ORG,
                1,
                List.of(
                        active("live_1", 9),
                        active("test_1", 8),
                        key("revoked", 7, null, NOW, null),
                        key("ended", 6, NOW, null, null),
                        key("ending", 5, NOW.plusMillis(1), null, null)));
        assertThat(ring.activeCount(NOW)).isEqualTo(3);
    }

    @Test
    void aRotatedPairCountsOnceWhileBothServe() {
        var old = key("old", 9, NOW.plusSeconds(60), null, null);
        var fresh = key("fresh", 1, null, null, "old");
        var ring = new KeyRing(ORG, 1, List.of(old, fresh));
        assertThat(ring.activeCount(NOW)).isEqualTo(1);
        assertThat(ring.activeCount(NOW.plusSeconds(60))).isEqualTo(1);
    }

    @Test
    void whenTheNewKeyOfAPairIsRevokedTheOldOneCountsAgain() {
        var old = key("old", 9, NOW.plusSeconds(60), null, null);
        var fresh = key("fresh", 1, null, NOW, "old");
        assertThat(new KeyRing(ORG, 1, List.of(old, fresh)).activeCount(NOW)).isEqualTo(1);
        assertThat(new KeyRing(ORG, 1, List.of(old, fresh)).activeCount(NOW.plusSeconds(60)))
                .isZero();
    }

    @Test
    void aChangedKeyTakesItsOwnPlaceAndRaisesTheVersion() {
        var ring = new KeyRing(ORG, 4, List.of(active("a", 1), active("b", 2)));
        var next = ring.with(active("b", 2).revokedAt(NOW), NOW);
        assertThat(next.version()).isEqualTo(5);
        assertThat(next.keys()).hasSize(2);
        assertThat(next.find("b").orElseThrow().revokedAt()).isEqualTo(NOW);
        assertThat(next.find("c")).isEmpty();
    }

    @Test
    void beyondTheRoomTheOldestRevokedKeysGoAndNoActiveOneEver() {
        var keys = new ArrayList<ApiKey>();
        for (var index = 0; index < KeyRing.MAX_KEPT; index++) {
            keys.add(
                    index % 2 == 0
                            ? active("k" + index, 1000 - index)
                            : key("k" + index, 1000 - index, null, NOW, null));
        }
        var ring = new KeyRing(ORG, 1, keys).with(active("new", 0), NOW);
        assertThat(ring.keys()).hasSize(KeyRing.MAX_KEPT);
        assertThat(ring.find("k1")).isEmpty();
        assertThat(ring.find("k0")).isPresent();
        assertThat(ring.find("k3")).isPresent();
    }

    @Test
    void aRingOfActiveKeysAloneLosesNone() {
        var keys = new ArrayList<ApiKey>();
        for (var index = 0; index < KeyRing.MAX_KEPT; index++) {
            keys.add(active("k" + index, index));
        }
        assertThat(new KeyRing(ORG, 1, keys).with(active("new", 0), NOW).keys()).hasSize(KeyRing.MAX_KEPT + 1);
    }

    @Test
    void aKeysPrincipalIsTheKeyItself() {
        var principal = key("live_1", 1, NOW, null, null).principal(NOW);
        assertThat(principal.principalId()).isEqualTo("live_1");
        assertThat(principal.subject()).isEqualTo("live_1");
        assertThat(principal.human()).isFalse();
        assertThat(principal.livemode()).isTrue();
        assertThat(principal.keyExpiresAt()).isEqualTo(NOW);
        assertThat(principal.orgId()).isEqualTo(ORG);
    }
}
