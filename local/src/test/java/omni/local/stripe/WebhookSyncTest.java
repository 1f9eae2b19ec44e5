package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.WebhookEndpoint;
import com.stripe.param.WebhookEndpointUpdateParams;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import omni.billing.PaymentOutcome.Done;
import omni.stripe.WebhookSync.Report;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both destinations of Stripe's events on their way to be right, whatever was there and wherever the process dies. */
class WebhookSyncTest {

    @AutoClose
    private final WebhookSyncRig rig = new WebhookSyncRig();

    /** What a run may find. */
    enum Before {
        NOTHING,
        RIGHT,
        MOVED,
        OLD_VERSION,
        SECRETS_LOST,
        TWICE;

        void prepare(WebhookSyncRig test) {
            switch (this) {
                case NOTHING -> {}
                case RIGHT -> test.sync().apply();
                case MOVED -> test.sync(URI.create(WebhookSyncRig.ELSEWHERE)).apply();
                case OLD_VERSION -> {
                    test.sync().apply();
                    test.swapEndpoint("2025-01-27.acacia");
                }
                case SECRETS_LOST -> {
                    test.sync().apply();
                    test.line.text = "{}";
                }
                case TWICE -> {
                    test.sync().apply();
                    var first = test.line.text;
                    test.line.text = "{}";
                    test.made(test.address.toString(), "2026-07-29.dahlia", CrashingLine.NAME);
                    test.line.text = first;
                }
            }
        }
    }

    @Test
    void aPlanTellsAllAndChangesNothing() {
        assertThat(WebhookSyncRig.words(rig.sync().plan()))
                .containsExactly(
                        "create the webhook endpoint of ordinary events, 20 types, to " + rig.address
                                + "; its signing secret goes to omni/suite/webhooks",
                        "create the event destination of thin events, 2 types, to " + rig.address
                                + "; its signing secret goes to omni/suite/webhooks");
        assertThat(rig.line.writes).isZero();
        assertThat(rig.line.text).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whateverThereWasARunMakesItRightAndTheNextOneWritesNothing(Before before) throws Exception {
        before.prepare(rig);
        rig.line.recover();
        var planned = WebhookSyncRig.words(rig.sync().plan());

        assertThat(WebhookSyncRig.words(rig.sync().apply()).size()).isEqualTo(planned.size());

        rig.assertRight();
        rig.assertNothingToDo();
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheProcessDiesTheNextRunEndsWhereItWouldHave(Before before) throws Exception {
        int crashes = 0;
        for (boolean done : List.of(false, true)) {
            for (int write = 1; ; write++) {
                rig.another();
                before.prepare(rig);
                rig.line.dieAt(write, done);
                if (runs()) {
                    break;
                }
                crashes++;
                rig.line.recover();
                var again = WebhookSyncRig.report(rig.sync().apply());
                assertThat(again.hindrance()).isEmpty();
                assertThat(again.amiss()).isEmpty();
                rig.assertRight();
                rig.assertNothingToDo();
            }
        }
        assertThat(crashes).isGreaterThanOrEqualTo(before == Before.RIGHT ? 0 : 2);
    }

    /** Whether it got to its end. */
    private boolean runs() {
        try {
            return rig.sync().apply() instanceof Done<Report>(var report)
                    && report.hindrance().isEmpty()
                    && rig.line.isAlive();
        } catch (CrashingLine.Killed e) {
            return false;
        }
    }

    @Test
    void whatDiffersIsSaidAndRepaired() throws Exception {
        rig.sync().apply();
        var off = WebhookEndpointUpdateParams.builder()
                .setUrl(WebhookSyncRig.ELSEWHERE)
                .setDisabled(true)
                .putExtraParam("enabled_events", List.of("invoice.paid", "customer.created"))
                .build();
        var id = rig.endpoints().getFirst().getId();
        StripeProvider.operate(
                () -> rig.provider.operator.v1().webhookEndpoints().update(id, off));
        var thin = rig.destinations().getFirst().getId();
        StripeProvider.operate(
                () -> rig.provider.operator.v2().core().eventDestinations().disable(thin));

        var words = WebhookSyncRig.words(rig.sync().apply());

        assertThat(words).hasSize(2);
        assertThat(words.getFirst())
                .startsWith("repair the webhook endpoint of ordinary events (" + id + "): it sends to "
                        + WebhookSyncRig.ELSEWHERE)
                .contains(
                        "it does not send charge.dispute.closed, ",
                        "invoice.created, invoice.finalization_failed, invoice.finalized, ")
                .contains("nobody asked for customer.created")
                .endsWith("it is switched off");
        assertThat(words.getLast())
                .isEqualTo("repair the event destination of thin events (" + thin + "): it is switched off");
        rig.assertRight();
        rig.assertNothingToDo();
    }

    @Test
    void whatSomebodyElseMadeIsLeftAloneAndToldOfIfItSendsHere() {
        var byHand = rig.made(rig.address.toString(), "2026-07-29.dahlia", "");
        var ofDev = rig.made("https://dev.test/hooks", "2026-07-29.dahlia", "omni/dev/webhooks");
        rig.line.text = "{\"webhookSecrets\":\"whsec_by_hand\",\"note\":\"ours\"}";

        var report = WebhookSyncRig.report(rig.sync().apply());

        assertThat(report.amiss())
                .singleElement()
                .asString()
                .startsWith(byHand.getId() + " sends to " + rig.address)
                .endsWith("delete it on Stripe's dashboard");
        assertThat(rig.endpoints())
                .extracting(WebhookEndpoint::getId)
                .hasSize(3)
                .contains(byHand.getId(), ofDev.getId());
        assertThat(rig.accepted()).hasSize(3).endsWith("whsec_by_hand");
        assertThat(rig.line.text).contains("\"note\":\"ours\"");
    }

    @Test
    void whatIsSentIsPublishedKeyedAndWithinTheListedPermissions() {
        var published = new PublishedApi();
        for (var before : Before.values()) {
            rig.another();
            before.prepare(rig);
            rig.destinations()
                    .forEach(destination -> StripeProvider.operate(() -> rig.provider
                            .operator
                            .v2()
                            .core()
                            .eventDestinations()
                            .disable(destination.getId())));
            rig.provider.simulator.watch(published);
            rig.sync().apply();
        }

        published.assertKept();
        published.assertKeyed();
        assertThat(published.operations())
                .contains("POST /v1/webhook_endpoints/{}", "POST /v2/core/event_destinations/{}/enable")
                .allSatisfy(operation -> assertThat(
                                KeyPermissionsTest.permission(operation).sync())
                        .isGreaterThanOrEqualTo(KeyPermissionsTest.needed(operation)));
    }

    @Test
    void aSecretThatCantBeWrittenLeavesNoDestinationBehind() {
        rig.line.isFull = true;

        var report = WebhookSyncRig.report(rig.sync().apply());

        assertThat(report.hindrance())
                .contains("the signing secrets can't be written to omni/suite/webhooks: 400 LimitExceededException");
        assertThat(rig.endpoints()).isEmpty();
        assertThat(rig.destinations()).isEmpty();
    }

    @Test
    void noSecretStandsInAReportOrInWhatIsThrown() {
        var all = new ArrayList<String>();
        for (var before : Before.values()) {
            rig.another();
            before.prepare(rig);
            all.add(rig.sync().plan().toString());
            all.add(rig.sync().apply().toString());
        }
        assertThat(all).allSatisfy(text -> assertThat(text).doesNotContain("whsec_"));
    }
}
