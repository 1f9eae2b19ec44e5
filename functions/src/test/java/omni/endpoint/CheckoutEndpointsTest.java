package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import omni.billing.BillingRecord;
import omni.billing.InMemoryPayments;
import omni.billing.PlanKey;
import omni.billing.SubscriptionStatus;
import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Ask.Answer;
import omni.fakes.Rig;
import omni.fakes.StripeRig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ActivatePayg, StartCheckout and OpenPortal by status (contract 11.6), with what must not happen. */
class CheckoutEndpointsTest {

    private final StripeRig stripe = new StripeRig();

    private Answer ask(EndpointFunction function, String path, String body) {
        return Ask.of("POST", path)
                .by(stripe.rig.byKey("billing:manage"))
                .body(body)
                .of(function);
    }

    private Answer checkout(String body) {
        return ask(stripe.function(Endpoints.START_CHECKOUT), "/v1/billing/checkout", body);
    }

    private Answer activate(String body) {
        return ask(stripe.function(Endpoints.ACTIVATE_PAYG), "/v1/billing/payg/activate", body);
    }

    private Answer portal(String body) {
        return ask(stripe.function(Endpoints.OPEN_PORTAL), "/v1/billing/portal", body);
    }

    private BillingRecord record() {
        return stripe.accounts.billing(Rig.ORG);
    }

    private String customer() {
        return Objects.requireNonNull(record().customer()).id();
    }

    private void subscribed(PlanKey plan, SubscriptionStatus status) {
        stripe.account(stripe.rig.fresh().subscription(plan, status).build());
    }

    private void nothingHappened() {
        assertThat(record()).isEqualTo(BillingRecord.empty(Rig.ORG));
        assertThat(stripe.payments.customers()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"planKey\":\"personal\"}', personal",
        "'{\"planKey\":\"team\",\"interval\":\"month\"}', team",
        "'{\"planKey\":\"team\",\"interval\":null,\"successUrl\":null}', team",
        "'{\"planKey\":\"team\",\"successUrl\":\"http://localhost:3000/x?s={CHECKOUT_SESSION_ID}\"}', team"
    })
    void aPlanOpensOnePage(String body, String plan) {
        stripe.payments.sync();

        var answer = checkout(body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json())
                .containsEntry("object", "billing_checkout_session")
                .containsEntry("planKey", plan);
        assertThat(answer.json().get("id")).isEqualTo(record().openCheckout());
        assertThat(record().pendingCheckout()).isNull();
        assertThat(stripe.payments.openPages(customer())).isEqualTo(1);
        var customer = Objects.requireNonNull(record().customer());
        assertThat(customer.email()).as("a program asked: the founder's").isEqualTo("ann@example.com");
        assertThat(customer.name()).isEqualTo("Acme");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                          | planKey
        {"planKey":null}                                            | planKey
        {"planKey":7}                                               | planKey
        {"planKey":"gold"}                                          | planKey
        {"planKey":"payg"}                                          | planKey
        {"planKey":"sandbox_grant"}                                 | planKey
        {"planKey":"team","interval":"week"}                        | interval
        {"planKey":"team","successUrl":"https://evil.example.com/"} | successUrl
        {"planKey":"team","successUrl":"http://app.example.com/"}   | successUrl
        {"planKey":"team","cancelUrl":"javascript:alert(1)"}        | cancelUrl
        {"planKey":"commercial","cancelUrl":"https://x@app.example.com/"} | cancelUrl
        """)
    void aBadRequestNamesItsFaultAndOpensNothing(String body, String path) {
        stripe.payments.sync();

        var answer = checkout(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("validation_error");
        assertThat(answer.body()).contains("\"path\":\"" + path + "\"");
        assertThat(answer.json().containsKey("hint")).isEqualTo(body.contains("payg"));
        nothingHappened();
    }

    @Test
    void commercialLeadsToPeople() {
        subscribed(PlanKey.TEAM, SubscriptionStatus.ACTIVE);

        var answer = checkout("{\"planKey\":\"commercial\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("sales_contact_required");
        assertThat(answer.details()).containsEntry("contactUrl", "https://example.com/sales");
        nothingHappened();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACTIVE", "TRIALING", "PAST_DUE", "UNPAID"})
    void aLiveSubscriptionLeadsToThePortal(SubscriptionStatus status) {
        stripe.payments.sync();
        subscribed(PlanKey.PERSONAL, status);

        var answer = checkout("{\"planKey\":\"team\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("subscription_already_active");
        assertThat(answer.body()).contains("\"nextSteps\":[{\"action\":\"open_portal\",\"method\":\"POST\"");
        nothingHappened();
    }

    @Test
    void withoutTheCatalogAtStripeTheLogNamesTheCommand() {
        var answer = checkout("{\"planKey\":\"team\"}");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("payment_provider_unavailable");
        assertThat(answer.body()).doesNotContain("stripe-sync");
        assertThat(stripe.rig.log.faults()).singleElement().satisfies(kept -> {
            assertThat(kept.operation()).isEqualTo("StartCheckout");
            assertThat(kept.fault()).hasMessageContaining("run ./omni stripe-sync");
        });
        nothingHappened();
    }

    @Test
    void eachOfTheThreeIs502WhileStripeIsDownAndTheNextOneCarriesOn() {
        stripe.payments.sync();
        activate("{}");
        stripe.payments.line(InMemoryPayments.Line.DOWN);
        assertThat(List.of(checkout("{\"planKey\":\"team\"}"), activate("{}"), portal("{}")))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(502);
                    assertThat(answer.code()).isEqualTo("payment_provider_unavailable");
                });

        stripe.payments.line(InMemoryPayments.Line.UP);
        assertThat(checkout("{\"planKey\":\"team\"}").status()).isEqualTo(200);
        assertThat(portal("{}").status()).isEqualTo(200);
        assertThat(stripe.payments.openPages(customer())).isEqualTo(1);
    }

    /** Stripe keeps the error under its key for a day, whichever of the first activation's requests it answers. */
    @ParameterizedTest
    @CsvSource({
        "1, BREAKS, 502",
        "2, BREAKS, 502",
        "2, BREAKS_LATE, 502",
        "3, BREAKS, 502",
        "4, BREAKS, 502",
        "5, BREAKS, 502",
        "5, BREAKS_LATE, 502",
        "6, BREAKS, 200"
    })
    void oneServerErrorOfStripesIsOne502(int request, InMemoryPayments.Line line, int status) {
        stripe.payments.sync();
        stripe.payments.fault(request, line);

        assertThat(activate("{}").status()).isEqualTo(status);
        assertThat(activate("{}").status()).isEqualTo(status == 502 ? 200 : 502);
        assertThat(activate("{}").status()).isEqualTo(200);

        assertThat(stripe.payments.customers()).isEqualTo(1);
        assertThat(stripe.payments.openPages(customer())).isEqualTo(1);
        assertThat(stripe.payments.keysUsedAfterServerError()).isEmpty();
    }

    @Test
    void aNewSessionEndsTheEarlierOneWhicheverItIs() {
        stripe.payments.sync();
        for (var round = 0; round < 2; round++) {
            activate("{}");
            checkout("{\"planKey\":\"team\"}");
            checkout("{\"planKey\":\"personal\",\"interval\":\"month\"}");
            assertThat(stripe.payments.openPages(customer())).isEqualTo(1);
        }
        assertThat(record().checkoutAttempt()).isEqualTo(6);
        assertThat(stripe.payments.customers()).isEqualTo(1);
    }

    /** The webhook has not come: only Stripe itself knows. */
    @Test
    void whatWasPaidAMomentAgoIsNotSoldAgain() {
        stripe.payments.sync();
        var first = String.valueOf(checkout("{\"planKey\":\"team\"}").json().get("id"));
        stripe.payments.complete(first);

        var again = checkout("{\"planKey\":\"personal\"}");

        assertThat(again.code()).isEqualTo("subscription_already_active");
        assertThat(stripe.payments.openPages(customer())).isZero();
        assertThat(record().pendingCheckout()).isNull();
        assertThat(activate("{}").json()).containsEntry("url", null).containsEntry("id", null);
    }

    /** No webhook comes: whoever asks again is refused, and shown what they have. */
    @Test
    void aRefusalForAPlanThatLivesWritesWhatItHasRead() {
        stripe.payments.sync();
        stripe.payments.complete(
                String.valueOf(checkout("{\"planKey\":\"team\"}").json().get("id")));
        assertThat(standing().subscription()).isNull();

        assertThat(checkout("{\"planKey\":\"team\"}").code()).isEqualTo("subscription_already_active");

        assertThat(standing().subscription())
                .isEqualTo(new omni.billing.Subscription(PlanKey.TEAM, SubscriptionStatus.ACTIVE));
        assertThat(record().subscription()).isNotNull();
    }

    /** The same for a card that no webhook told of. */
    @Test
    void anActivationThatFindsACardWritesWhatItHasRead() {
        activate("{}");
        stripe.payments.attachCard(customer());

        assertThat(activate("{}").json()).containsEntry("url", null);

        assertThat(standing().cardOnFile()).isTrue();
    }

    @Test
    void aDebtorPaysFirstAndAttachesACardMeanwhile() {
        stripe.payments.sync();
        stripe.account(stripe.rig.fresh().card().delinquentSince(Rig.NOW).build());

        var answer = checkout("{\"planKey\":\"team\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("payment_overdue");
        assertThat(answer.body()).contains("\"nextSteps\":[{\"action\":\"open_portal\",\"method\":\"POST\"");
        nothingHappened();
    }

    /** Stripe itself knows of the debt, whatever our facts say. */
    @Test
    void aDebtThatNoWebhookToldOfIsSeenBeforeAPageIsOpened() {
        stripe.payments.sync();
        activate("{}");
        var invoice = stripe.payments.invoice(customer(), java.time.Duration.ofDays(-9));

        assertThat(checkout("{\"planKey\":\"team\"}").code()).isEqualTo("payment_overdue");

        assertThat(standing().delinquentSince()).isNotNull();
        assertThat(record().pendingCheckout()).isNull();
        assertThat(stripe.payments.openPages(customer())).isZero();
        assertThat(activate("{}").status()).isEqualTo(200);

        stripe.payments.settle(invoice);
        assertThat(checkout("{\"planKey\":\"team\"}").status())
                .as("paid, and no webhook told of it")
                .isEqualTo(200);
    }

    private omni.account.Account.Standing standing() {
        return stripe.accounts.account(Rig.ORG, true).standing();
    }

    @Test
    void anExpiredSessionIsFollowedByANewOne() {
        stripe.payments.sync();
        var first = checkout("{\"planKey\":\"team\"}").json().get("id");
        stripe.rig.clock.advance(java.time.Duration.ofDays(2));

        var second = checkout("{\"planKey\":\"team\"}").json().get("id");

        assertThat(second).isNotNull().isNotEqualTo(first);
    }

    @Test
    void thePortalNeedsACustomerAndLeadsToOne() {
        stripe.payments.sync();

        var answer = portal("{}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("billing_customer_missing");
        assertThat(answer.body()).contains("\"nextSteps\":[{\"action\":\"activate_payg\"");
        nothingHappened();

        activate("{}");
        var opened = portal("{\"returnUrl\":\"https://app.example.com/here\"}");
        assertThat(opened.status()).as(opened.body()).isEqualTo(200);
        assertThat(opened.json())
                .containsEntry("object", "billing_portal_session")
                .containsKeys("id", "url", "orgId");
        assertThat(portal("{\"returnUrl\":\"https://evil.example.com/\"}").code())
                .isEqualTo("validation_error");
    }

    @Test
    void aCustomerDeletedBehindOurBackIsMadeAnew() {
        stripe.payments.sync();
        activate("{}");
        var before = customer();
        stripe.payments.deleteCustomer(before);

        assertThat(portal("{}").code()).isEqualTo("billing_customer_missing");
        assertThat(checkout("{\"planKey\":\"team\"}").status()).isEqualTo(200);
        assertThat(customer()).isNotEqualTo(before);

        stripe.payments.deleteCustomer(customer());
        assertThat(activate("{}").status()).isEqualTo(200);
        assertThat(stripe.payments.openPages(customer())).isEqualTo(1);
    }
}
