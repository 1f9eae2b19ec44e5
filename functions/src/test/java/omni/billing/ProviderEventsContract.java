package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.ProviderEvents.Occurrence;
import omni.billing.ProviderEvents.Page;
import org.junit.jupiter.api.Test;

/** What every list of the provider's events promises. */
public abstract class ProviderEventsContract {

    protected abstract ProviderEvents list();

    /** The moment at which the provider stands. */
    protected abstract Instant now();

    protected abstract void advance(Duration by);

    /** One or more events of a type that is handled happen to a customer. */
    protected abstract void happen();

    /** From now on the provider is not there. */
    protected abstract void silence();

    protected final List<Occurrence> all(Instant from, Instant to) {
        var found = new ArrayList<Occurrence>();
        var page = page(list().list(from, to, null));
        found.addAll(page.events());
        while (page.next().isPresent()) {
            page = page(list().list(from, to, page.next().get()));
            found.addAll(page.events());
        }
        return found;
    }

    private static Page page(PaymentOutcome<Page> outcome) {
        return outcome instanceof Done<Page>(var page) ? page : new Page(List.of(), Optional.empty());
    }

    @Test
    void theWindowCountsAtBothEnds() {
        happen();
        var first = now();
        advance(Duration.ofHours(1));
        happen();

        assertThat(all(first, first)).isNotEmpty().hasSameSizeAs(all(first.plusSeconds(1), now()));
        assertThat(all(first.plusSeconds(1), now().minusSeconds(1))).isEmpty();
    }

    @Test
    void theNewestComeFirst() {
        happen();
        var old = all(now(), now());
        advance(Duration.ofHours(1));
        happen();
        var young = all(now(), now());

        assertThat(all(now().minus(Duration.ofHours(1)), now()))
                .startsWith(young.toArray(Occurrence[]::new))
                .endsWith(old.toArray(Occurrence[]::new))
                .hasSize(young.size() + old.size());
    }

    @Test
    void moreThanAPageIsReadOnFromTheLast() {
        for (var number = 0; number < 260; number++) {
            happen();
        }

        assertThat(all(now().minus(Duration.ofDays(1)), now()))
                .hasSizeGreaterThanOrEqualTo(260)
                .doesNotHaveDuplicates();
    }

    @Test
    void aPlaceThatIsNotThereIsMissingAndSilenceIsSilence() {
        assertThat(list().list(now(), now(), "evt_never"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.MISSING));
        silence();
        assertThat(list().list(now(), now(), null)).isInstanceOf(Unavailable.class);
    }
}
