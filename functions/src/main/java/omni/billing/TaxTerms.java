package omni.billing;

import java.util.Optional;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/**
 * How what is sold is taxed. Amounts of the catalog, and so of quotes, budgets and the ledger, are those of the price list
 * under either behavior: see docs/decisions/amounts-are-those-of-the-price-list.md.
 *
 * @param behavior null only without tax
 * @param productTaxCode Stripe's code for what is sold; null for the account's own
 */
public record TaxTerms(
        Mode mode, @Nullable Behavior behavior, @Nullable String productTaxCode) {

    /** Nothing is taxed here. */
    public static final TaxTerms NONE = new TaxTerms(Mode.NONE, null, null);

    /** Who works tax out. */
    public enum Mode implements WireName {
        /** Nobody. */
        NONE,
        /** Stripe Tax. */
        STRIPE
    }

    /** Whether tax comes on top of a price, or is in it. */
    public enum Behavior implements WireName {
        EXCLUSIVE,
        INCLUSIVE
    }

    public boolean isOn() {
        return mode == Mode.STRIPE;
    }

    /** What each price at Stripe has to say of tax; empty where it may say anything. */
    public Optional<Behavior> ofPrices() {
        return Optional.ofNullable(behavior).filter(_ -> isOn());
    }

    /** The code that each product at Stripe has to bear; empty where it may bear any. */
    public Optional<String> codeOfProducts() {
        return Optional.ofNullable(productTaxCode).filter(_ -> isOn());
    }
}
