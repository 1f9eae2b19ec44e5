package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import omni.billing.CustomerReading.Present;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several subscriptions counts (contract 5.1), whatever the order in which the provider lists them. */
class CustomerReadingTest {

    private static final Instant EARLIER = Instant.parse("2026-05-01T00:00:00Z");

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(textBlock = """
        team unpaid 1 / personal active 2,             personal active
        team past_due 2 / personal trialing 1,         personal trialing
        personal active 1 / team active 2,             team active
        team active 1 / personal active 2,             team active
        team past_due 1 / personal past_due 2,         team past_due
        team canceled 2 / personal unpaid 1,           personal unpaid
        team incomplete 2 / personal past_due 1,       personal past_due
        team canceled 1 / personal canceled 2,         personal canceled
        team paused 1 / personal active 2,             personal active
        """)
    void whatServesCountsBeforeWhatDoesNot(String subscriptions, String counts) {
        var held = new ArrayList<HeldSubscription>();
        Arrays.stream(subscriptions.split(" / ")).map(CustomerReadingTest::held).forEach(held::add);

        for (var turn = 0; turn < 2; turn++) {
            assertThat(present(held).subscription())
                    .get()
                    .extracting(
                            one -> one.plan().wire() + " " + one.status().name().toLowerCase(Locale.ROOT))
                    .isEqualTo(counts);
            Collections.reverse(held);
        }
    }

    private static HeldSubscription held(String words) {
        var parts = words.split(" ", -1);
        return new HeldSubscription(
                "sub_" + words.replace(' ', '_'),
                PlanKey.ofWire(parts[0]).orElseThrow(),
                null,
                null,
                SubscriptionStatus.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                null,
                null,
                new SubscriptionMarks(false, null, false),
                EARLIER.plusSeconds(Long.parseLong(parts[2])));
    }

    private static Present present(List<HeldSubscription> held) {
        return new Present(
                "cus_1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                EARLIER,
                false,
                Optional.empty(),
                false,
                held,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                TaxStanding.NOT_NEEDED);
    }
}
