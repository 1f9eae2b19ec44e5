package omni.billing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page that is wanted; once it is written down, all that the repetition of its opening has to say to Stripe, word for
 * word, because a key with other words is refused.
 *
 * @param plan {@link PlanKey#PAYG} for a card alone
 * @param priceId of the plan; null for a card alone
 * @param successUrl where the browser goes afterwards
 * @param cancelUrl where it goes when the customer turns back
 */
public record PendingCheckout(PlanKey plan, @Nullable String priceId, String successUrl, String cancelUrl) {

    /** Whether the page ends in a subscription. */
    public Optional<String> price() {
        return Optional.ofNullable(priceId);
    }

    /** Whether the customer has already what the page is for. */
    public boolean isMetBy(CustomerReading.Present customer) {
        return priceId == null ? customer.cardOnFile() : customer.isSubscribed();
    }
}
