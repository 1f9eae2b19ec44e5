package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dashboard's overview is made of what the other reads answer, and costs the same whatever the organization has. */
@SharedWorld(SharedWorld.Kind.STILL)
class OverviewOverHttpTest {

    private static final String OVERVIEW = "/v1/dashboard/overview";

    /** One to authenticate, one to count; account, roll-up, billing, key ring, last uses, members who made keys, profile. */
    private static final List<String> COST = List.of(
            "batchGetItem",
            "updateItem",
            "getItem",
            "getItem",
            "getItem",
            "getItem",
            "queryPaginator",
            "queryPaginator",
            "getItem");

    private final World world;

    OverviewOverHttpTest(World world) {
        this.world = world;
    }

    private JsonNode overview(Customer customer) {
        var answer = customer.call(OVERVIEW).is(200);
        return answer.json();
    }

    private Customer busy() throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        world.payWithCard(customer);
        for (var key = 0; key < 6; key++) {
            var made = customer.createKey("{\"livemode\":true,\"scopes\":[\"read:sec\"]}");
            if (made.status() == 201) {
                world.by(made.field("secret")).get(Calls.RESOLVE);
            }
        }
        Calls.ALL.forEach(customer::call);
        world.drain();
        return customer;
    }

    private static JsonNode without(JsonNode node, String... fields) {
        return ((ObjectNode) node.deepCopy()).without(List.of(fields));
    }

    @Test
    void eachPartIsWhatItsOwnReadAnswers() throws Exception {
        var customer = busy();
        var shown = overview(customer);

        assertThat(without(shown.path("organization"), "requestId"))
                .isEqualTo(without(customer.call("/v1/org").json(), "object", "requestId"));
        assertThat(without(shown.path("billing"), "requestId", "traceparent"))
                .isEqualTo(without(customer.billing().json(), "requestId", "traceparent"));
        assertThat(without(shown.path("usage"), "requestId"))
                .isEqualTo(without(customer.call("/v1/usage").json(), "requestId"));
        assertThat(shown.path("apiKeys"))
                .isEqualTo(customer.call("/v1/api_keys").at("data"));
        assertThat(shown.path("apiKeys")).hasSizeGreaterThan(1);
        assertThat(shown.path("overview").path("usage").path("totalRequests").asLong())
                .isEqualTo(shown.path("usage").path("totalRequests").asLong())
                .isPositive();
        Answer.holds(shown, "{overview: {privateBeta: {loginEnabled: true}}}");
    }

    @Test
    void itCostsAsMuchForABusyOrganizationAsForANewOne() throws Exception {
        for (var customer : List.of(world.signUp(), busy())) {
            world.databaseCalls().taken();
            overview(customer);
            assertThat(world.databaseCalls().taken()).isEqualTo(COST);
        }
    }
}
