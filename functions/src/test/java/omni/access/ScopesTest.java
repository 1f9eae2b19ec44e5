package omni.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Contract 3.4: what includes what. */
class ScopesTest {

    private static final Map<String, Set<String>> GIVES = Map.of(
            "read:sec", Set.of("read:sec"),
            "write:sec", Set.of("write:sec"),
            "billing:read", Set.of("billing:read"),
            "billing:manage", Set.of("billing:manage", "billing:read"),
            "api_keys:manage", Set.of("api_keys:manage"),
            "admin:operator", Set.of("admin:operator", "billing:manage", "billing:read", "api_keys:manage"),
            "*", Set.copyOf(Scopes.KNOWN));

    @Test
    void eachScopeGivesWhatTheContractSaysAndNothingElse() {
        assertThat(GIVES.keySet()).containsExactlyInAnyOrderElementsOf(Scopes.KNOWN);
        GIVES.forEach((held, given) -> {
            for (var wanted : Scopes.KNOWN) {
                assertThat(Scopes.grant(Set.of(held), wanted))
                        .as(held + " gives " + wanted)
                        .isEqualTo(given.contains(wanted));
            }
        });
    }

    @Test
    void noScopesGiveNothing() {
        assertThat(Scopes.KNOWN).noneMatch(wanted -> Scopes.grant(Set.of(), wanted));
    }

    @Test
    void humansHoldAllButOperatorAndNewKeysReadOnly() {
        assertThat(Scopes.HUMAN)
                .containsExactlyInAnyOrder(
                        "read:sec", "write:sec", "billing:read", "billing:manage", "api_keys:manage");
        assertThat(Scopes.NEW_KEY).containsExactly("read:sec");
        assertThat(Scopes.sort(Scopes.HUMAN))
                .containsExactly("read:sec", "write:sec", "billing:read", "billing:manage", "api_keys:manage");
    }
}
