package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import omni.account.Account;
import omni.billing.Contract;
import omni.billing.Discount;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code billing.state.changed} as customers see it, on the whole product with its clock moved (contract 5.3, 11.9). */
class StateEventsTest {

    @AutoClose
    private static final World WORLD =
            World.start(World.Plan.standard().withStillClock().with("OMNI_GRANT_RENEWAL", "monthly"));

    /** The events of one organization, oldest first, read in a session of this day. */
    private static List<JsonNode> events(Customer customer) throws Exception {
        WORLD.drain();
        var session = WORLD.local().signIn().signIn(customer.email());
        var listed = WORLD.nobody()
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
        WORLD.nobody().post("/_local/clock", "{\"advance\":\"" + step + "\"}").is(200);
    }

    @Test
    void aCardAnInvoiceThatIsNotPaidAndTheEndOfItsGrace() throws Exception {
        var customer = WORLD.signUp();
        WORLD.payWithCard(customer);
        assertThat(path(customer)).containsExactly("sandbox_grant > payg_active");

        var unpaidSince = WORLD.now();
        var stripeId = WORLD.stripeId(customer);
        WORLD.local().stripe().invoiceByMail(stripeId, 500, Duration.ZERO); // so that a sweep reads the same
        WORLD.awaitStripe();
        var was = WORLD.account(customer).standing();
        WORLD.standing(
                customer,
                new Account.Standing(
                        was.cardOnFile(),
                        was.subscription(),
                        unpaidSince,
                        was.hadCardOrPlan(),
                        was.contract(),
                        false,
                        null));
        WORLD.drain();
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
        var customer = WORLD.signUp();
        WORLD.useUpGrant(customer);
        var month = WORLD.account(customer).ledger().period();
        WORLD.standing(
                customer,
                new Account.Standing(
                        false,
                        null,
                        null,
                        true,
                        new Contract(
                                WORLD.now().plusSeconds(3600), month.end().minusSeconds(3600), Discount.NONE, null),
                        false,
                        null));
        WORLD.drain();
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
