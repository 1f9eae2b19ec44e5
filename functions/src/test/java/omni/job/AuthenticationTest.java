package omni.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.access.Scopes;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.http.Operation;
import omni.http.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 3.1 on routes for people alone, before any of them is in the list of endpoints. */
class AuthenticationTest {

    private final Rig rig = new Rig();

    @ParameterizedTest(name = "key {0}, bearer {1}, cookie {2}: {3}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            key,  bearer, cookie, outcome
            -,    -,      -,      NO_SESSION
            -,    -,      good,   usr_1
            -,    -,      bad,    NO_SESSION
            good, -,      -,      key_1
            good, -,      good,   usr_1
            good, -,      bad,    key_1
            bad,  -,      -,      BAD_CREDENTIAL
            bad,  -,      bad,    BAD_CREDENTIAL
            -,    bad,    good,   BAD_CREDENTIAL
            good, bad,    good,   BAD_CREDENTIAL
            -,    good,   good,   key_1
            """)
    void thePersonCountsOnAHumanOnlyRoute(
            @Nullable String key, @Nullable String bearer, @Nullable String cookie, String outcome) {
        var good = rig.key("key_1", true, Scopes.READ_SEC);
        var headers = new LinkedHashMap<String, String>();
        if (key != null) {
            headers.put("x-api-key", key.equals("good") ? good : "secapi_live_x");
        }
        if (bearer != null) {
            headers.put("Authorization", "Bearer " + (bearer.equals("good") ? good : "eyJ.e30.x"));
        }
        if (cookie != null) {
            headers.put("Cookie", "omni_session=" + (cookie.equals("good") ? rig.signIn() : "forged"));
        }
        for (var access : List.of(
                Operation.Access.human(), new Operation.Access(Operation.Access.Kind.HUMAN_ANYWHERE, null, false))) {
            assertThat(say(access, headers)).isEqualTo(outcome);
        }
    }

    private String say(Operation.Access access, Map<String, String> headers) {
        var operation = new Operation(
                "Probe", "GET", List.of("/v1/probe"), access, Operation.Meter.FREE, Operation.Group.ACCOUNT, List.of());
        var ask = Ask.of("GET", "/v1/probe");
        headers.forEach(ask::header);
        return switch (new Authentication(rig.authorizerRoot()).of(operation, Request.of(ask.event()))) {
            case Authentication.Proved(var caller) -> caller.principal().principalId();
            case Authentication.Refused(var reason) -> reason.name();
            case Authentication.Unverifiable(var cause) -> "unverifiable";
        };
    }
}
