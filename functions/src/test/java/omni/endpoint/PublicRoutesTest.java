package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import omni.call.Operation;
import omni.call.Operation.Group;
import omni.fakes.Ask;
import omni.fakes.Rig;
import org.junit.jupiter.api.Test;

/** Public routes are limited per client address (contract 7.2, 9.3). */
class PublicRoutesTest {

    private static final int BOOTSTRAPS = 60;
    private static final int OTHERS = 600;

    private final Rig rig = new Rig();

    private Ask.Answer rates() {
        return Ask.of("GET", "/v1/billing/rates").of(rig.function(Endpoints.GET_BILLING_RATES));
    }

    private Ask.Answer bootstrap() {
        return Ask.of("POST", "/v1/agent/bootstrap")
                .header("x-forwarded-for", "203.0.113." + rig.ids.hex(2))
                .body("{\"token\":\"agbt_none\"}")
                .of(rig.function(Endpoints.BOOTSTRAP_AGENT));
    }

    @Test
    void theSixHundredAndFirstCallOfAMinuteIsRefusedAndTheNextMinuteIsFree() {
        for (var call = 1; call <= OTHERS; call++) {
            var answer = rates();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(OTHERS - call));
        }
        var refused = rates();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("rate_limited");
        assertThat(refused.body())
                .contains(
                        "\"details\":{\"limit\":600,\"period\":\"minute\",\"action\":\"retry_after\",\"retryable\":true}");
        assertThat(refused.header("Retry-After")).isEqualTo("40");
        assertThat(refused.header("Omni-Quota-Limit")).isEqualTo("600");
        assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
        rig.clock.advance(Duration.ofSeconds(40));
        assertThat(rates().status()).isEqualTo(200);
    }

    @Test
    void exchangesOfTokensHaveALimitOfTheirOwnThatNoHeaderEscapes() {
        for (var call = 1; call <= BOOTSTRAPS; call++) {
            assertThat(bootstrap().code()).isEqualTo("bootstrap_token_invalid");
        }
        var reads = rig.store.reads();
        assertThat(bootstrap().code()).isEqualTo("rate_limited");
        assertThat(rig.store.reads()).as("a refusal looks for no token").isEqualTo(reads);
        assertThat(rates().status()).isEqualTo(200);
    }

    @Test
    void whatTheTableCannotCountIsServedAndLogged() {
        rig.addresses.reachable(false);
        var answer = rates();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).doesNotContainKey("X-RateLimit-Limit");
        assertThat(rig.log.lines())
                .anySatisfy(line -> assertThat(line)
                        .containsEntry("event", "window_count_missed")
                        .containsEntry("operation", "GetBillingRates"));
    }

    @Test
    void theSwitchOfRateLimitsIsTheirsToo() {
        var open = new Rig(Map.of("OMNI_RATE_LIMIT_ENABLED", "false"));
        for (var call = 0; call <= BOOTSTRAPS; call++) {
            var answer = Ask.of("POST", "/v1/agent/bootstrap")
                    .body("{\"token\":\"agbt_none\"}")
                    .of(open.function(Endpoints.BOOTSTRAP_AGENT));
            assertThat(answer.status()).isEqualTo(404);
        }
        assertThat(open.addresses.counted()).isZero();
    }

    /** Without a pepper a function could not hide the addresses that it counts, and would count none. */
    @Test
    void everyPublicRouteThatDoesSomethingIsLimitedByAFunctionThatHasAPepper() {
        var limited = Arrays.stream(Endpoints.values())
                .map(Endpoints::operation)
                .filter(operation -> operation.addressLimit().isPresent())
                .toList();
        assertThat(limited)
                .allSatisfy(operation -> assertThat(operation.group())
                        .as(operation.operationId())
                        .isEqualTo(Group.ACCOUNT));
        var unlimited = new TreeSet<String>();
        Arrays.stream(Endpoints.values())
                .map(Endpoints::operation)
                .filter(operation -> operation.access().withoutCredential())
                .filter(operation -> !limited.contains(operation))
                .map(Operation::operationId)
                .forEach(unlimited::add);
        assertThat(unlimited).isEqualTo(Set.of("ReceiveStripeEvent"));
    }

    @Test
    void aPathThatNobodyServesAndAPreflightCountForNobody() {
        Ask.of("GET", "/v1/nothing").of(rig.function(Endpoints.FORWARD_CATALOG_ROUTE));
        Ask.of("OPTIONS", "/v1/agent/bootstrap")
                .header("Origin", Rig.ORIGIN)
                .of(rig.function(Endpoints.FORWARD_CATALOG_ROUTE));
        assertThat(rig.addresses.counted()).isZero();
    }
}
