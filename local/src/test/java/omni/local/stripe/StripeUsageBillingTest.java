package omni.local.stripe;

import static omni.local.stripe.StripeProvider.operate;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Invoice;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.billing.CollectionMethod;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.Payments.NewCustomer;
import omni.billing.UsageBilling;
import omni.billing.UsageBilling.NewMetering;
import omni.billing.UsageBilling.UsageTotal;
import omni.billing.UsageBillingContract;
import omni.billing.UsageInvoice;
import omni.billing.UsageInvoice.Status;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port's suite on the real adapter, through stripe-java, against the simulator; and what only Stripe can do to it. */
class StripeUsageBillingTest extends UsageBillingContract {

    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

    @AutoClose
    private final SimulatedProvider provider = new SimulatedProvider();

    @Override
    protected Provider provider() {
        return provider;
    }

    @Test
    void aMeteringSubscriptionCarriesItsMarksAndThirtyDays() {
        var customer = customer();
        var id = subscribed(customer, CollectionMethod.INVOICE);

        var seen = operate(() -> provider.operator.v1().subscriptions().retrieve(id));
        assertThat(seen.getMetadata()).isEqualTo(Map.of("orgId", "org_1", "omniMeter", "omni_usage"));
        assertThat(seen.getDaysUntilDue()).isEqualTo(30);
        assertThat(seen.getBillingCycleAnchor()).isEqualTo(JUNE.getEpochSecond());
        assertThat(seen.getItems().getData())
                .singleElement()
                .satisfies(item -> assertThat(item.getPrice().getLookupKey()).isEqualTo("omni_usage"));
    }

    @Test
    void aStatementThatStripeHasFromAnotherRequestWasTaken() {
        var customer = customer();
        subscribed(customer, CollectionMethod.CARD);
        provider.advance(Duration.ofHours(1));
        var total = new UsageTotal("org_1:2026-05:1", customer, new Money(70), provider.now());
        var sent = MeterEventCreateParams.builder()
                .setEventName("omni_usage")
                .setIdentifier(total.identifier())
                .setTimestamp(total.at().getEpochSecond())
                .putPayload("stripe_customer_id", customer)
                .putPayload("value", "70");
        operate(() -> provider.operator.v1().billing().meterEvents().create(sent.build()));

        assertThat(usage().report(total, total.identifier())).isEqualTo(new Done<>(total));
    }

    @Test
    void anyOtherRefusalOfAStatementIsOne() {
        var customer = customer();
        var old = new UsageTotal(
                "org_1:2026-03:1", customer, new Money(70), provider.now().minus(Duration.ofDays(36)));

        assertThat(usage().report(old, old.identifier())).isInstanceOf(Refused.class);
    }

    @Test
    void aSubscriptionThatAnOperatorBeganForTheUsagePriceCountsWithoutOurMarks() {
        var customer = customer();
        byHand(customer);

        provider.advance(Duration.between(provider.now(), JUNE.plusSeconds(60)));

        assertThat(invoices(customer)).extracting(UsageInvoice::period).containsExactly(new InvoicePeriod(202605));
    }

    @Test
    void invoicesOfSeveralPagesAreAllRead() {
        var customer = customer();
        for (int i = 0; i < 101; i++) {
            byHand(customer);
        }
        provider.advance(Duration.between(provider.now(), JUNE.plusSeconds(60)));

        assertThat(invoices(customer)).hasSize(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "describe", "release"})
    void aDraftThatBecomesFinalWhileItIsChangedIsAnsweredAsItIsAndStillCollected(String change) {
        var customer = customer();
        subscribed(customer, CollectionMethod.INVOICE);
        provider.advance(Duration.between(provider.now(), JUNE.plusSeconds(60)));
        var draft = invoices(customer).getFirst();
        // The first request reads, the second changes.
        provider.line.before(2, () -> provider.advance(Duration.ofHours(1)));

        var answer = done(
                switch (change) {
                    case "hold" -> usage().hold(draft.id(), "h1");
                    case "describe" -> usage().describe(draft.id(), "a text", "d1");
                    default -> usage().release(draft.id(), "r1");
                });

        assertThat(answer.status()).isEqualTo(Status.FINAL);
        Invoice seen = operate(() -> provider.operator.v1().invoices().retrieve(draft.id()));
        assertThat(seen.getAutoAdvance()).isTrue();
        assertThat(seen.getDescription()).isNull();
    }

    @Test
    void theTextIsOnTheInvoice() {
        var customer = customer();
        subscribed(customer, CollectionMethod.CARD);
        provider.advance(Duration.between(provider.now(), JUNE.plusSeconds(60)));
        var draft = invoices(customer).getFirst();

        done(usage().describe(draft.id(), "Of it 1.00 USD from May", "d1"));

        Invoice seen = operate(() -> provider.operator.v1().invoices().retrieve(draft.id()));
        assertThat(seen.getDescription()).isEqualTo("Of it 1.00 USD from May");
    }

    private String customer() {
        provider.sync();
        return done(provider.payments()
                .createCustomer(new NewCustomer("org_1", Optional.of("ada@acme.test"), Optional.empty()), "c1"));
    }

    private String subscribed(String customer, CollectionMethod collection) {
        var anchor = JUNE;
        return done(usage().subscribe(new NewMetering("org_1", customer, anchor, collection), "m1"))
                .id();
    }

    private void byHand(String customer) {
        var price = operate(() -> provider.operator.v1().prices().list().getData().stream()
                .filter(found -> "omni_usage".equals(found.getLookupKey()))
                .findFirst()
                .orElseThrow());
        var params = SubscriptionCreateParams.builder()
                .setCustomer(customer)
                .setBillingCycleAnchor(JUNE.getEpochSecond())
                .addItem(SubscriptionCreateParams.Item.builder()
                        .setPrice(price.getId())
                        .build());
        operate(() -> provider.operator.v1().subscriptions().create(params.build()));
    }

    private List<UsageInvoice> invoices(String customer) {
        return done(usage().invoices(customer, Instant.EPOCH));
    }

    private UsageBilling usage() {
        return provider.usageBilling();
    }

    private static <T> T done(PaymentOutcome<T> outcome) {
        if (outcome instanceof Done<T>(var value)) {
            return value;
        }
        throw new AssertionError(outcome);
    }
}
