package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import omni.account.Account;
import omni.billing.Contract;
import omni.billing.Discount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code billing.state.changed} as customers see it, on the whole product with its clock moved (contract 5.3, 11.9). */
class StateEventsTest {

    @SuppressWarnings("NullAway.Init") // set before all
    private static World world;

    @BeforeAll
    static void start() {
        world = World.start(World.Plan.standard().withStillClock().with("OMNI_GRANT_RENEWAL", "monthly"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** The events of one organization, oldest first, read in a session of this day. */
    private static List<JsonNode> events(Customer customer) throws Exception {
        world.drain();
        var session = world.local().signIn().signIn(customer.email());
        var listed = world.nobody()
                .withSession(session.cookie())
                .get("/v1/events?type=billing.state.changed&kind=billing&limit=100")
                .json();
        assertThat(listed.path("hasMore").asBoolean()).isFalse();
        var events = new ArrayList<JsonNode>();
        listed.path("data").forEach(events::add);
        return events.reversed();
    }

    private static List<String> path(Customer customer) throws Exception {
        return events(customer).stream()
                .map(event -> event.path("data").path("from").asText() + " > "
                        + event.path("data").path("to").asText())
                .toList();
    }

    private static void moveClock(String step) throws Exception {
        var moved = world.nobody().post("/_local/clock", "{\"advance\":\"" + step + "\"}");
        assertThat(moved.status()).as(moved.toString()).isEqualTo(200);
    }

    private static UnaryOperator<Account.Standing> unpaidSince(Instant since) {
        return was -> new Account.Standing(
                was.cardOnFile(), was.subscription(), since, was.hadCardOrPlan(), was.contract(), false, null);
    }

    @Test
    void aCardAnInvoiceThatIsNotPaidAndTheEndOfItsGrace() throws Exception {
        var customer = world.signUp();
        world.payWithCard(customer);
        assertThat(path(customer)).containsExactly("sandbox_grant > payg_active");

        var unpaidSince = world.now();
        var stripeId = Objects.requireNonNull(
                        world.accounts().billing(customer.orgId()).customer())
                .id();
        world.local().stripe().invoiceByMail(stripeId, 500, Duration.ZERO); // so that a sweep reads the same
        world.local().stripe().awaitDeliveries();
        world.standing(customer, unpaidSince(unpaidSince));
        world.drain();
        moveClock("P6D");
        assertThat(path(customer)).containsExactly("sandbox_grant > payg_active", "payg_active > payment_failed");
        moveClock("P1DT1H");
        var events = events(customer);
        assertThat(path(customer)).last().isEqualTo("payment_failed > restricted_read_only");
        var told = events.getLast();
        assertThat(told.path("source").asText()).isEqualTo("system");
        assertThat(Instant.parse(told.path("occurredAt").asText())).isEqualTo(unpaidSince.plus(Duration.ofDays(7)));
        assertThat(events.getFirst().path("source").asText()).isEqualTo("stripe");
        assertThat(customer.program().get("/v1/me").header("Omni-Billing-State"))
                .isEqualTo("restricted_read_only");
    }

    @Test
    void aContractThatBeginsAndEndsAndAGrantThatComesBackWhileNobodyCalls() throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        var month = world.account(customer).ledger().period();
        world.standing(
                customer,
                was -> new Account.Standing(
                        false,
                        null,
                        null,
                        true,
                        new Contract(
                                world.now().plusSeconds(3600), month.end().minusSeconds(3600), Discount.NONE, null),
                        false,
                        null));
        world.drain();
        moveClock("P40D");
        assertThat(path(customer))
                .containsExactly(
                        "sandbox_grant > payg_pending_card",
                        "payg_pending_card > commercial_active",
                        "commercial_active > payg_pending_card",
                        "payg_pending_card > sandbox_grant");
        moveClock("P40D");
        assertThat(path(customer)).hasSize(4);
    }
}
