package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Silence;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments;
import omni.billing.Payments.CheckoutPage;
import omni.billing.Payments.OpenCheckout;
import omni.billing.PendingCheckout;
import omni.billing.PlanKey;
import omni.fakes.Around;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.fakes.StripeRig;
import omni.lambda.StripeEndpoints;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Stripe answers can't be used: asked for once, and told what it is by the word that the log has (contract 11.6). */
class UnusableAnswersTest {

    private static final PendingCheckout CARD =
            new PendingCheckout(PlanKey.PAYG, null, "https://app.example.com/done", "https://app.example.com/back");

    private final StripeRig stripe = new StripeRig();

    private Ask.Answer ask(Endpoints route, String path, String body, Payments payments) {
        return Ask.of("POST", path)
                .by(stripe.rig.byKey("billing:manage"))
                .body(body)
                .of(new StripeEndpoints(stripe.root(stripe.accounts, payments)).function(route));
    }

    /** A port that answers so. */
    private Payments answering(String operation, Around answer) {
        return Around.port(Payments.class, stripe.payments, call -> call.is(operation) ? answer.at(call) : call.make());
    }

    @Test
    void thePortalSaysThatNothingIsSynced() {
        withCustomer();

        var answer = ask(Endpoints.OPEN_PORTAL, "/v1/billing/portal", "{}", stripe.payments);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("payment_provider_unavailable");
        assertThat(String.valueOf(answer.json().get("hint"))).startsWith("NOT_SYNCED: ");
    }

    @Test
    void aPlanThatIsNotSyncedSaysSo() {
        var answer = ask(Endpoints.START_CHECKOUT, "/v1/billing/checkout", "{\"planKey\":\"team\"}", stripe.payments);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(String.valueOf(answer.json().get("hint"))).startsWith("NOT_SYNCED: ");
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN_PORTAL, openPortal, /v1/billing/portal, {}",
        "ACTIVATE_PAYG, openSetup, /v1/billing/payg/activate, {}"
    })
    void anAnswerThatCanNotBeReadSaysSo(Endpoints route, String operation, String path, String body) {
        stripe.payments.sync();
        withCustomer();
        var unreadable = answering(
                operation,
                _ -> new Unavailable<>("an answer that can't be read: the url is no URL", Silence.UNREADABLE));

        var answer = ask(route, path, body, unreadable);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(String.valueOf(answer.json().get("hint"))).startsWith("UNREADABLE: ");
    }

    @Test
    void aProviderThatIsSilentSaysNothingOfTheKind() {
        withCustomer();
        var silent = answering("openPortal", _ -> new Unavailable<>("no answer"));

        var answer = ask(Endpoints.OPEN_PORTAL, "/v1/billing/portal", "{}", silent);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.json()).doesNotContainKey("hint");
    }

    @Test
    void aSessionThatHasEndedIsAskedForOnce() {
        var asked = new AtomicInteger();
        var ended = answering("openSetup", _ -> {
            asked.incrementAndGet();
            return new Done<>(page("cs_1", Rig.NOW.minus(Duration.ofDays(9))));
        });

        var answer = ask(Endpoints.ACTIVATE_PAYG, "/v1/billing/payg/activate", "{}", ended);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(String.valueOf(answer.json().get("hint"))).startsWith("UNREADABLE: ");
        assertThat(asked).hasValue(1);
        assertThat(stripe.accounts.billing(Rig.ORG).pendingCheckout())
                .as("the next request begins anew")
                .isNull();
    }

    /** Whoever was answered before has another page that is their own. */
    @Test
    void anAttemptOfLongAgoIsFollowedByANewOne() {
        var asked = new AtomicInteger();
        var first = answering("openSetup", call -> {
            if (asked.getAndIncrement() == 0) {
                return new Done<>(page("cs_1", Rig.NOW.minus(Duration.ofDays(9))));
            }
            return call.make();
        });
        var record = stripe.accounts.billing(Rig.ORG);
        stripe.accounts.saveBilling(record.withPendingCheckout(CARD));

        var answer = ask(
                Endpoints.ACTIVATE_PAYG,
                "/v1/billing/payg/activate",
                "{\"successUrl\":\"https://app.example.com/done\",\"cancelUrl\":\"https://app.example.com/back\"}",
                first);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aPageOfTheAttemptToWhichNothingLeadsIsEndedAndFollowed(boolean readable) {
        withCustomer();
        stripe.accounts.saveBilling(stripe.accounts.billing(Rig.ORG).withPendingCheckout(CARD));
        var attempt = stripe.accounts.billing(Rig.ORG).checkoutAttempt();
        var over = new AtomicInteger();
        var payments = Around.port(Payments.class, stripe.payments, call -> {
            if (call.is("openCheckouts") && over.get() == 0) {
                return new Done<>(List.of(new OpenCheckout(
                        "cs_lost",
                        readable ? Optional.of(page("cs_lost", Rig.NOW.minusSeconds(1))) : Optional.empty(),
                        Optional.of("omni:" + Rig.ORG + ":checkout:" + attempt))));
            }
            if (call.is("expireCheckout") && "cs_lost".equals(call.argument(0))) {
                over.incrementAndGet();
                return new Done<>(Payments.CheckoutStatus.EXPIRED);
            }
            return call.make();
        });

        var opening = new HostedCheckout(stripe.accounts, payments, stripe.profile())
                .open(Rig.ORG, CARD, Optional.empty(), Rig.NOW);

        assertThat(opening).isInstanceOf(HostedCheckout.Opening.Opened.class);
        assertThat(over).hasValue(1);
        assertThat(stripe.accounts.billing(Rig.ORG).checkoutAttempt()).isEqualTo(attempt + 1);
    }

    private static CheckoutPage page(String id, Instant end) {
        return new CheckoutPage(id, URI.create("https://checkout.test/" + id), end, false);
    }

    private void withCustomer() {
        var opened = new HostedCheckout(stripe.accounts, stripe.payments, stripe.profile())
                .open(Rig.ORG, CARD, Optional.empty(), Rig.NOW);
        assertThat(opened).isInstanceOf(HostedCheckout.Opening.Opened.class);
        endPage(((HostedCheckout.Opening.Opened) opened).page().id());
    }

    private void endPage(@Nullable String page) {
        stripe.payments.expireCheckout(String.valueOf(page), "x:" + page);
        stripe.accounts.saveBilling(stripe.accounts.billing(Rig.ORG).withOpenCheckout(null));
    }
}
