package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import omni.billing.BillingPosition;
import omni.billing.PaymentOutcome.Done;
import omni.billing.Payments;
import omni.billing.PlanKey;
import omni.fakes.MeteredCustomer;
import omni.fakes.Rig;
import omni.invoicing.PaymentFacts;
import org.junit.jupiter.api.Test;

/**
 * The other reading of Stripe's texts, which say of the portal only that it may invoice a change at once: where the charge fails, the change
 * may wait as a pending update. The plan is the old one then, the invoice is open, and after 23 hours it is voided.
 */
class PendingUpgradeTest {

    private final MeteredCustomer world = new MeteredCustomer();
    private final String customer = world.customer(Optional.empty());

    private BillingPosition position() {
        new PaymentFacts(world.stripe.accounts, world.stripe.payments).refresh(Rig.ORG, customer, world.now());
        return world.stripe.rig.foundation.terms().position(world.stripe.accounts.account(Rig.ORG, true), world.now());
    }

    private void subscribe() {
        world.stripe.payments.sync();
        var wanted = new Payments.SubscriptionCheckout(
                Rig.ORG, customer, "price_personal_month", "https://a.test", "https://b.test");
        if (world.stripe.payments.openSubscription(wanted, "key") instanceof Done<Payments.CheckoutPage>(var page)) {
            world.stripe.payments.complete(page.id());
        }
    }

    @Test
    void anUpgradeThatStripeHoldsBackServesTheOldPlanAndIsADebtUntilItsInvoiceIsGone() {
        subscribe();
        assertThat(position().state().wire()).isEqualTo("personal_active");

        var invoice = world.stripe.payments.invoice(customer, Duration.ofHours(-1));
        assertThat(position().state().wire()).isEqualTo("payment_failed");
        assertThat(position().effectivePlan()).isEqualTo(PlanKey.PERSONAL);

        world.stripe.payments.settle(invoice);
        assertThat(position().state().wire()).isEqualTo("personal_active");
    }
}
