package omni.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract 11.11, first sentence, and 3.4. */
class OperatorsTest {

    private static final Operators OPERATORS = new Operators(
            Set.of("auth0|boss", "Ops@Example.com", "@example.com", "auth0|boss@x"),
            new Operators.Group("https://example.com/groups", "billing-ops"));

    @ParameterizedTest(name = "{0}, {1}, in {2}: {3}")
    @CsvSource(nullValues = "-", textBlock = """
            auth0|boss,       -,                none,         true
            auth0|boss,       any@example.com,  none,         true
            auth0|2,          ops@example.com,  none,         true
            auth0|2,          OPS@EXAMPLE.COM,  none,         true
            auth0|2,          any@example.com,  billing-ops,  true
            auth0|2,          -,                billing-ops,  true
            AUTH0|BOSS,       -,                none,         false
            auth0|2,          any@example.com,  none,         false
            auth0|2,          any@example.com,  billing-op,   false
            auth0|2,          any@example.com,  Billing-Ops,  false
            auth0|2,          -,                none,         false
            auth0|2,          auth0|boss,       none,         false
            Ops@Example.com,  -,                none,         false
            ops@example.com,  -,                none,         false
            Ops@Example.com,  any@example.com,  none,         false
            @example.com,     -,                none,         false
            auth0|boss@x,     -,                none,         false
            """)
    void whoIsOne(String subject, @Nullable String email, String group, boolean operator) {
        assertThat(OPERATORS.includes(subject, email, List.of("other", group))).isEqualTo(operator);
        var scopes = OPERATORS.scopes(subject, email, List.of(group));
        assertThat(scopes).containsAll(Scopes.HUMAN);
        assertThat(scopes.contains(Scopes.OPERATOR)).isEqualTo(operator);
        assertThat(scopes.contains(Scopes.ALL)).isEqualTo(operator);
    }

    @Test
    void whereNobodyIsNamedNobodyIsOne() {
        assertThat(Operators.NONE.includes("", "", List.of(""))).isFalse();
        assertThat(Operators.NONE.groups(Map.of("groups", "billing-ops"))).isEmpty();
        assertThat(Operators.NONE.scopes("auth0|boss", "ops@example.com", List.of("billing-ops")))
                .isEqualTo(Scopes.HUMAN);
    }

    static Stream<Arguments> claims() {
        return Stream.of(
                Arguments.of("billing-ops", true),
                Arguments.of(List.of("a", "billing-ops"), true),
                Arguments.of(List.of(1, "billing-ops", Map.of()), true),
                Arguments.of("a billing-ops", false),
                Arguments.of(List.of("a"), false),
                Arguments.of(List.of(), false),
                Arguments.of(Map.of("billing-ops", true), false),
                Arguments.of(true, false));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("claims")
    void theClaimIsATextOrAListOfTexts(Object claim, boolean operator) {
        var groups = OPERATORS.groups(Map.of("https://example.com/groups", claim, "groups", "billing-ops"));
        assertThat(OPERATORS.decisive(groups) != null).isEqualTo(operator);
    }

    @Test
    void anotherClaimSaysNothing() {
        assertThat(OPERATORS.groups(Map.of("groups", List.of("billing-ops")))).isEmpty();
    }
}
