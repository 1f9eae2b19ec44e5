package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import omni.local.machine.LocalJson;
import omni.log.Metric;
import org.junit.jupiter.api.Test;

/** What CloudWatch would count of the whole product, by its log. */
@SharedWorld(SharedWorld.Kind.UNLIMITED)
class MetricsTest {

    private final World world;

    MetricsTest(World world) {
        this.world = world;
    }

    @Test
    void aCallIsCountedByItsClassInItsOwnLineAndInNoOther() throws Exception {
        var customer = world.signUp();

        // of another function, which is a process of its own in AWS: it stands in whichever line of this process is
        // next
        world.local().foundation().metrics().count(Metric.STREAM_LAG, 1);

        var answer = customer.call(Calls.RESOLVE);

        answer.is(200);
        var lines = world.log().of(answer.header("Request-Id"));
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).contains("\"event\":\"commit\"").doesNotContain("\"Calls\"");
        assertThat(lines.getLast()).satisfies(line -> {
            var json =
                    LocalJson.parseObject(line.getBytes(StandardCharsets.UTF_8)).orElseThrow();
            assertThat(json.get("Calls").asInt()).isEqualTo(1);
            assertThat(json.has("Refusals")).isFalse();
            assertThat(json.at("/_aws/CloudWatchMetrics").toString())
                    .contains("\"Name\":\"Calls\"", "\"Namespace\":\"Omni\"", "[[],[\"meterClass\"]]")
                    .doesNotContain(customer.orgId());
        });
    }

    @Test
    void aRefusalIsCountedByItsCode() throws Exception {
        var answer = world.nobody().get("/v1/nowhere");

        answer.is(404);
        assertThat(world.log().lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("\"Refusals\":1", "\"errorCode\":\"route_not_found\"", "[[],[\"errorCode\"]]"));
    }

    @Test
    void aDenialIsCountedByItsReason() throws Exception {
        assertThat(world.nobody().get(Calls.RESOLVE).status()).isEqualTo(401);

        assertThat(world.log().lines())
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "\"event\":\"denied\"", "\"reason\":\"no_key\"", "\"Denials\":1", "[[],[\"reason\"]]"));
    }

    @Test
    void theStreamsLagIsToldWithEachBatch() throws Exception {
        world.signUp().call(Calls.RESOLVE);

        world.drain();

        assertThat(world.log().lines()).anySatisfy(line -> assertThat(line).contains("\"StreamLag\":"));
    }
}
