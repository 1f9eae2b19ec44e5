package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import omni.account.Account;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.endpoint.Endpoints;
import omni.fakes.Bundled;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every {@code nextSteps} entry of every refusal, followed over HTTP by the organization's owner, leads to a success or
 * to a refusal that names the next one (contract 3.3, 3.4, 9.2 and 11.6). The way out is never a dead end.
 */
class NextStepsTest {

    private static final int LONGEST_WAY = 3;
    private static final Map<String, String> BODIES = Map.of(
            "activate_payg", "{}",
            "start_checkout", "{\"planKey\":\"personal\"}",
            "open_portal", "{}",
            "update_budget", "{\"spendCapCents\":100000,\"approvalThresholdCents\":null}",
            "create_approval", "{\"amountCents\":500}",
            "create_api_key", "{\"scopes\":[\"read:sec\",\"billing:read\"]}");
    private static final String REFUSALS = """
        grant used up,                          402, starter_grant_exhausted,     activate_payg start_checkout
        grant used up after a card,             402, card_required,               activate_payg start_checkout
        payment failed,                         402, payment_failed,              open_portal
        payment failed of a known customer,     402, payment_failed,              open_portal
        restricted by an operator,              402, restricted,                  get_billing
        plan without the class,                 402, plan_excludes_meter_class,   start_checkout get_billing_rates
        plan without the class of a subscriber, 402, plan_excludes_meter_class,   start_checkout get_billing_rates
        spend cap reached,                      402, budget_hard_cap_exceeded,    update_budget
        approval needed,                        402, budget_approval_required,    create_approval update_budget
        all keys in use,                        402, api_key_limit,               list_api_keys start_checkout
        all keys in use of a subscriber,        402, api_key_limit,               list_api_keys start_checkout
        subscribing twice,                      409, subscription_already_active, open_portal
        subscribing beside a contract,          409, subscription_already_active, open_portal
        portal without a customer,              409, billing_customer_missing,    activate_payg
        a key where a person is needed,         403, human_auth_required,         start_login
        a key that raises a bound,              403, human_auth_required,         start_login
        a key without the scope,                403, insufficient_scope,          start_login create_api_key
        a key that gives more than it has,      403, insufficient_scope,          start_login create_api_key
        """;

    private static World world;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        var catalog = Files.writeString(
                folder.resolve("catalog.json"),
                Bundled.text()
                        .replaceFirst(
                                "(\"meterClass\": \"statement_lookup\".*?\"excludedPlans\": )\\[]",
                                "$1[\"payg\", \"personal\"]"),
                StandardCharsets.UTF_8);
        world = World.start(
                World.Plan.standard().withStillClock().withoutRateLimits().withCatalog(catalog));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @ParameterizedTest(name = "{0} → {1} {2}: {3}")
    @CsvSource(textBlock = REFUSALS)
    void everyWayOutLeadsOn(String situation, int status, String reason, String actions) throws Exception {
        for (var action : actions.split(" ", -1)) {
            var customer = world.signUp(); // each way is tried from the refusal itself
            var refusal = refusal(situation, customer);
            assertThat(refusal.status()).as(refusal.toString()).isEqualTo(status);
            assertThat(List.of(refusal.code(), refusal.field("details.reason"))).contains(reason);
            var steps = steps(refusal);
            assertThat(String.join(" ", steps.keySet())).isEqualTo(actions);

            follow(customer, steps.getOrDefault(action, refusal.json()), LONGEST_WAY);
        }
    }

    @Test
    void theTableNamesEveryStepThereIs() {
        var named = new TreeSet<String>();
        REFUSALS.lines()
                .forEach(line -> named.addAll(
                        Set.of(line.substring(line.lastIndexOf(',') + 1).strip().split(" ", -1))));

        assertThat(named)
                .containsExactlyInAnyOrder(
                        "activate_payg",
                        "start_checkout",
                        "open_portal",
                        "get_billing",
                        "get_billing_rates",
                        "update_budget",
                        "create_approval",
                        "list_api_keys",
                        "create_api_key",
                        "start_login");
    }

    private static void follow(Customer customer, JsonNode step, int stepsLeft) {
        var action = step.path("action").asText();
        var endpoint = Arrays.stream(Endpoints.values())
                .filter(known -> known.name().equals(action.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no operation is called " + action));
        Answer.holds(
                step,
                "{method: '%s', path: '%s'}",
                endpoint.operation().method(),
                endpoint.operation().path());
        assertThat(step.path("docsUrl").asText()).startsWith("https://");

        var body = BODIES.getOrDefault(action, "");
        var answer = customer.browser()
                .send(step.path("method").asText(), step.path("path").asText(), body);

        if (answer.status() < 400) {
            return;
        }
        var next = steps(answer);
        assertThat(next).as(action + " led to " + answer).isNotEmpty();
        assertThat(stepsLeft).as("steps left after " + action).isPositive();
        next.values().forEach(further -> follow(customer, further, stepsLeft - 1));
    }

    private static Map<String, JsonNode> steps(Answer refusal) {
        var steps = new LinkedHashMap<String, JsonNode>();
        refusal.json()
                .path("details")
                .path("nextSteps")
                .forEach(step -> steps.put(step.path("action").asText(), step));
        return steps;
    }

    private static Answer refusal(String situation, Customer customer) throws Exception {
        return switch (situation) {
            case "grant used up" -> {
                world.useUpGrant(customer);
                yield customer.call(Calls.RESOLVE);
            }
            case "grant used up after a card" -> {
                world.useUpGrant(customer);
                world.standing(customer, once(false));
                yield customer.call(Calls.RESOLVE);
            }
            case "payment failed of a known customer" -> {
                customer.browser().post("/v1/billing/payg/activate", "{}");
                yield refusal("payment failed", customer);
            }
            case "payment failed" -> {
                world.standing(
                        customer,
                        new Account.Standing(
                                false, null, world.now().minus(Duration.ofDays(8)), true, null, false, null));
                yield customer.call(Calls.RESOLVE);
            }
            case "restricted by an operator" -> {
                world.standing(customer, new Account.Standing(false, null, null, true, null, true, null));
                yield customer.call(Calls.RESOLVE);
            }
            case "plan without the class" -> {
                world.standing(customer, once(true));
                yield customer.call(Calls.STATEMENT);
            }
            case "plan without the class of a subscriber" -> {
                subscribe(customer);
                yield customer.call(Calls.STATEMENT);
            }
            case "spend cap reached" -> {
                payer(customer);
                customer.browser().put("/v1/billing/budget", "{\"spendCapCents\":0}");
                yield customer.call(Calls.RESOLVE);
            }
            case "approval needed" -> {
                payer(customer);
                customer.browser().put("/v1/billing/budget", "{\"approvalThresholdCents\":0}");
                yield customer.call(Calls.RESOLVE);
            }
            case "all keys in use of a subscriber" -> {
                subscribe(customer);
                yield refusal("all keys in use", customer);
            }
            case "all keys in use" -> {
                var answer = customer.createKey("{}");
                while (answer.status() == 201) {
                    answer = customer.createKey("{}");
                }
                yield answer;
            }
            case "subscribing twice" -> {
                subscribe(customer);
                yield customer.browser().post("/v1/billing/checkout", "{\"planKey\":\"team\"}");
            }
            case "subscribing beside a contract" -> {
                var contract = new Contract(world.now(), null, new Discount(500_000), null);
                world.standing(customer, new Account.Standing(false, null, null, true, contract, false, null));
                yield customer.browser().post("/v1/billing/checkout", "{\"planKey\":\"team\"}");
            }
            case "a key where a person is needed" ->
                customer.program().post("/v1/billing/approvals", "{\"amountCents\":1}");
            case "a key that raises a bound" -> {
                customer.browser().put("/v1/billing/budget", "{\"spendCapCents\":5}");
                yield managing(customer).put("/v1/billing/budget", "{\"spendCapCents\":6}");
            }
            case "a key without the scope" -> customer.program().get("/v1/events");
            case "a key that gives more than it has" ->
                managing(customer).post("/v1/api_keys", "{\"scopes\":[\"write:sec\"]}");
            case "portal without a customer" -> customer.browser().post("/v1/billing/portal", "{}");
            default -> throw new AssertionError(situation);
        };
    }

    private static Client managing(Customer customer) {
        var made = customer.createKey(
                "{\"livemode\":true,\"scopes\":[\"read:sec\",\"billing:manage\",\"api_keys:manage\"]}");
        return world.by(made.field("secret"));
    }

    private static void payer(Customer customer) {
        world.useUpGrant(customer);
        world.standing(customer, once(true));
    }

    private static void subscribe(Customer customer) throws InterruptedException {
        var checkout = customer.browser().post("/v1/billing/checkout", "{\"planKey\":\"personal\"}");
        CheckoutPages.pay(world, checkout);
        assertThat(customer.billing().field("billingState")).isEqualTo("personal_active");
    }

    private static Account.Standing once(boolean card) {
        return new Account.Standing(card, null, null, true, null, false, null);
    }
}
