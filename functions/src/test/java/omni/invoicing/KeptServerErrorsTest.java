package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import omni.billing.InMemoryPayments.Line;
import omni.billing.Payments;
import omni.fakes.Around;
import omni.fakes.InMemoryMonthBooks;
import omni.fakes.InMemoryStore;
import omni.fakes.MeteredCustomer;
import omni.fakes.Rig;
import omni.invoicing.MeteringKeeper.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stripe keeps an answer under its idempotency key for a day, a server error too: whoever comes again has another key. */
class KeptServerErrorsTest {

    private final MeteredCustomer world = new MeteredCustomer();

    /** A month whose total was reported, and that has ended since with another call; its draft is there. */
    private static UsageLife pastMay() {
        var life = new UsageLife(new InMemoryStore(), new InMemoryMonthBooks(), Instant.parse("2026-05-14T09:00:00Z"));
        life.customer();
        life.subscribe();
        life.at("05-14T09:00:10");
        life.call(1);
        life.deliver();
        life.push();
        life.at("05-31T23:59:59");
        life.call(2);
        life.deliver();
        life.at("06-01T00:17:00");
        return life;
    }

    private static int requests(UsageLife life) {
        var before = life.payments.requests();
        life.push();
        return life.payments.requests() - before;
    }

    @ParameterizedTest
    @EnumSource(
            value = Line.class,
            names = {"BREAKS", "BREAKS_LATE"})
    void theNextPushClosesTheMonthWhateverRequestWasAnsweredWithAServerError(Line line) {
        var requests = requests(pastMay());
        assertThat(requests).isGreaterThan(6);
        for (var request = 1; request <= requests; request++) {
            var what = line + " at request " + request;
            var life = pastMay();
            life.payments.fault(request, line);
            life.push();
            life.at("06-01T00:27:00");

            assertThat(life.push()).as(what).isEqualTo(new PushOutcome.UpToDate());

            assertThat(life.payments.keysUsedAfterServerError()).as(what).isEmpty();
            assertThat(life.invoices())
                    .as(what)
                    .containsEntry("2026-05", life.ledgers().get("2026-05"));
            life.addsUp(what);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Line.class,
            names = {"BREAKS", "BREAKS_LATE"})
    void aTotalOfTheRunningMonthIsReportedByTheNextPush(Line line) {
        var life = new UsageLife(new InMemoryStore(), new InMemoryMonthBooks(), Instant.parse("2026-05-14T09:00:00Z"));
        life.customer();
        life.subscribe();
        life.at("05-14T09:00:10");
        life.call(1);
        life.deliver();
        life.payments.fault(3, line);
        assertThat(life.push()).isInstanceOf(PushOutcome.Failed.class);

        assertThat(life.push()).isEqualTo(new PushOutcome.UpToDate());

        assertThat(life.payments.keysUsedAfterServerError()).isEmpty();
        assertThat(life.lastReport("2026-05").isConfirmed()).isTrue();
    }

    /** A is charged, B is made the default, B is detached: A is to be charged again, within the day that keys are kept. */
    @Test
    void aCardThatWasTheDefaultBeforeBecomesItAgain() {
        var customer = world.payer();
        world.ensure();
        var later = world.stripe.payments.attachCard(customer);
        world.stripe.payments.chargeBy(customer, later, "in the portal");
        world.stripe.payments.detachCard(later);

        assertThat(world.ensure()).isInstanceOf(Outcome.Live.class);

        assertThat(unusedCard()).isEmpty();
    }

    private Optional<String> unusedCard() {
        var customer = world.customer().orElseThrow();
        return world.stripe.payments.readCustomer(customer)
                                instanceof omni.billing.PaymentOutcome.Done<omni.billing.CustomerReading>(var reading)
                        && reading instanceof omni.billing.CustomerReading.Present present
                ? present.unusedCard()
                : Optional.of("no customer");
    }

    /** The number is written down before Stripe hears of it. */
    @Test
    void noTwoChoicesOfACardShareAKeyWhoeverDiesInBetween() {
        var customer = world.payer();
        var keys = new ArrayList<Object>();
        var payments = Around.port(Payments.class, world.stripe.payments, call -> {
            if (call.is("chargeBy")) {
                keys.add(call.argument(2));
                assertThat(world.record().writeKey("charged-card")).isEqualTo(call.argument(2));
                world.stripe.payments.fault(1, Line.BREAKS);
            }
            return call.make();
        });
        var keeper = new MeteringKeeper(
                world.stripe.accounts, payments, world.usage, world.stripe.profile(), (_, _, _) -> {});
        for (var times = 0; times < 3; times++) {
            assertThat(keeper.ensure(Rig.ORG, world.now())).isInstanceOf(Outcome.Failed.class);
        }

        assertThat(keys).hasSize(3).doesNotHaveDuplicates();
        assertThat(customer).isNotEmpty();
    }
}
