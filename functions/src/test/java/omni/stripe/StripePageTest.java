package omni.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import omni.billing.EventTypes;
import omni.fakes.Recorded;
import org.junit.jupiter.api.Test;

/** What {@code docs/stripe.md} tells an operator to set up at Stripe is what the code asks for. */
class StripePageTest {

    private static final String PAGE = "docs/stripe.md";

    @Test
    void theEventsAreThoseThatTheProductSubscribesTo() {
        Recorded.part(
                PAGE,
                "events",
                "| event | kind | why |\n|---|---|---|\n"
                        + EventTypes.SUBSCRIBED.stream()
                                .map(event -> "| `%s` | %s | %s |\n"
                                        .formatted(event.type(), event.isThin() ? "thin" : "ordinary", event.why()))
                                .collect(Collectors.joining()));
    }

    @Test
    void thePermissionsAreThoseThatItsKeyNeeds() {
        Recorded.part(
                PAGE,
                "permissions",
                "| resource | deployment | `./omni stripe-sync` | why |\n|---|---|---|---|\n"
                        + Arrays.stream(KeyPermission.values())
                                .map(permission -> "| %s | %s | %s | %s |\n"
                                        .formatted(
                                                permission.resource(),
                                                permission.deployment().word(),
                                                permission.sync().word(),
                                                permission.why()))
                                .collect(Collectors.joining()));
    }

    @Test
    void noTypeIsListedTwiceAndAllFitIntoOneQuestion() {
        assertThat(EventTypes.all()).doesNotHaveDuplicates();
        assertThat(EventTypes.HANDLED).hasSizeLessThanOrEqualTo(20);
    }
}
