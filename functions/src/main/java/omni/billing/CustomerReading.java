package omni.billing;

import java.time.Instant;
import java.util.Optional;

/** What the provider says of a customer at this moment; only a {@link Present} one carries facts. */
public sealed interface CustomerReading {

    /** The id that was asked for. */
    String customerId();

    /**
     * The customer is there.
     *
     * @param orgId the organisation its metadata names; empty if it was not created by us
     * @param created when the provider created it, on the provider's clock
     * @param cardOnFile whether at least one card is attached (contract 5.1)
     */
    record Present(
            String customerId,
            Optional<String> orgId,
            Optional<String> email,
            Optional<String> name,
            Instant created,
            boolean cardOnFile,
            boolean livemode)
            implements CustomerReading {}

    /** It was there and has been deleted; its cards are gone with it. */
    record Deleted(String customerId) implements CustomerReading {}

    /** The provider has never had such a customer, or it belongs to another account. */
    record Unknown(String customerId) implements CustomerReading {}
}
