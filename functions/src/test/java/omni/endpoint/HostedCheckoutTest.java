package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.billing.InMemoryPayments;
import omni.billing.Payments;
import omni.billing.PendingCheckout;
import omni.billing.PlanKey;
import omni.endpoint.HostedCheckout.Opening;
import omni.fakes.AnAccount;
import omni.fakes.Around;
import omni.fakes.Rig;
import omni.fakes.StripeRig;
import omni.fakes.Stumbling;
import omni.invoicing.PaymentFacts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One open session and one subscription, whatever dies, is lost, or races. */
class HostedCheckoutTest {

    private static final Optional<String> ANN = Optional.of("ann@example.com");
    private static final PendingCheckout CARD = wish(PlanKey.PAYG, null);
    private static final PendingCheckout PERSONAL = wish(PlanKey.PERSONAL, "price_personal_year");
    private static final PendingCheckout TEAM = wish(PlanKey.TEAM, "price_team_month");

    private final StripeRig stripe = new StripeRig();

    private static PendingCheckout wish(PlanKey plan, @org.jspecify.annotations.Nullable String price) {
        return new PendingCheckout(
                plan, price, "https://app.example.com/" + plan.wire(), "https://app.example.com/back");
    }

    /** What a first request meets on its way. */
    enum Trouble {
        DIES_BEFORE,
        DIES_AFTER,
        ANSWER_LOST,
        SERVER_ERROR,
        SERVER_ERROR_AFTER_IT_TOOK_EFFECT;

        @Nullable
        Object at(Around.Call call) throws Throwable {
            return switch (this) {
                case DIES_BEFORE -> Stumbling.diesBefore().at(call);
                case DIES_AFTER -> Stumbling.diesAfter().at(call);
                case ANSWER_LOST -> over(InMemoryPayments.Line.ANSWERS_LOST, call);
                case SERVER_ERROR -> over(InMemoryPayments.Line.BREAKS, call);
                case SERVER_ERROR_AFTER_IT_TOOK_EFFECT -> over(InMemoryPayments.Line.BREAKS_LATE, call);
            };
        }

        private static @Nullable Object over(InMemoryPayments.Line line, Around.Call call) throws Throwable {
            if (call.port() instanceof InMemoryPayments payments) {
                payments.fault(1, line);
            }
            return call.make();
        }
    }

    record Case(PendingCheckout earlier, PendingCheckout first, PendingCheckout second, Trouble trouble, int step) {}

    static Stream<Case> troubles() {
        var cases = new ArrayList<Case>();
        for (var earlier : List.of(CARD, TEAM)) {
            for (var first : List.of(CARD, PERSONAL)) {
                for (var second : List.of(CARD, PERSONAL, TEAM)) {
                    for (var trouble : Trouble.values()) {
                        for (var step = 1; step <= 14; step++) {
                            cases.add(new Case(earlier, first, second, trouble, step));
                        }
                    }
                }
            }
        }
        return cases.stream();
    }

    @Test
    void theStepsBelowCoverAWholeRequest() {
        stripe.payments.sync();
        open(TEAM);
        var stumbling = Stumbling.never();

        checkout(stumbling).open(Rig.ORG, CARD, ANN, now());

        assertThat(stumbling.calls()).isBetween(8, 13);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whoeverComesAfterTheTroubleFindsOnePageAndMakesNoSecond(Case given) {
        stripe.payments.sync();
        if (given.step() % 2 == 0) {
            open(given.earlier()); // the odd ones begin without a customer
        }
        var stumbling = new Stumbling(given.step(), given.trouble()::at);
        try {
            checkout(stumbling).open(Rig.ORG, given.first(), ANN, now());
        } catch (Stumbling.Death e) {
            // the next request is another process's
        }
        assertThat(openPages()).isLessThanOrEqualTo(1);

        var opened = open(given.second());

        assertThat(stripe.payments.keysUsedAfterServerError()).isEmpty();

        assertThat(openPages()).as("whose address was answered").isEqualTo(1);
        assertThat(record().openCheckout()).isEqualTo(opened.page().id());
        assertThat(record().pendingCheckout()).isNull();
        assertThat(stripe.payments.customers()).isEqualTo(1);
        pay(opened.page().id());
        assertThat(new HostedCheckout(stripe.accounts, stripe.payments, stripe.profile())
                        .open(Rig.ORG, given.second(), ANN, now()))
                .isEqualTo(new Opening.NotNeeded());
        assertThat(openPages()).isZero();
    }

    /** A contract without a card gets its customer from the keeper of metering subscriptions. */
    @Test
    void aCheckoutAndTheKeeperMakeOneCustomerWhereverTheyMeet() {
        for (var step = 1; step <= 14; step++) {
            for (var after : new boolean[] {false, true}) {
                var rig = new StripeRig();
                rig.payments.sync();
                rig.account(AnAccount.at(Rig.NOW)
                        .of(Rig.ORG)
                        .contract(new Contract(Rig.NOW, null, Discount.NONE, null))
                        .build());
                Runnable keeper = () -> rig.root().keeper().ensure(Rig.ORG, Rig.NOW);
                var stumbling = new Stumbling(step, after ? Stumbling.then(keeper) : Stumbling.first(keeper));

                var opening = new HostedCheckout(
                                stumbling.port(Accounts.class, rig.accounts),
                                stumbling.port(Payments.class, rig.payments),
                                rig.profile())
                        .open(Rig.ORG, CARD, ANN, Rig.NOW);

                assertThat(opening).as("step " + step).isInstanceOf(Opening.Opened.class);
                keeper.run();
                assertThat(rig.payments.customers()).as("step " + step).isEqualTo(1);
            }
        }
    }

    @Test
    void aRepeatedRequestAfterALostAnswerFindsTheSamePage() {
        stripe.payments.sync();
        open(CARD);
        stripe.payments.line(InMemoryPayments.Line.ANSWERS_LOST);
        var lost =
                new HostedCheckout(stripe.accounts, stripe.payments, stripe.profile()).open(Rig.ORG, TEAM, ANN, now());
        assertThat(lost).isInstanceOf(Opening.Failed.class);
        stripe.payments.line(InMemoryPayments.Line.UP);
        var attempt = record().checkoutAttempt();

        open(TEAM);

        assertThat(record().checkoutAttempt()).isEqualTo(attempt);
        assertThat(openPages()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void manyAtOnceWithPaymentsAndWebhooksBetweenThemMakeOneSubscription(long seed) throws Exception {
        stripe.payments.sync();
        open(CARD);
        var random = new Random(seed);
        var wishes = random.ints(24, 0, 4).boxed().toList();
        try (var threads = Executors.newFixedThreadPool(6)) {
            var running = wishes.stream()
                    .map(kind -> threads.submit(() -> {
                        switch (kind) {
                            case 0 -> tryOpen(CARD);
                            case 1 -> tryOpen(PERSONAL);
                            case 2 -> tryOpen(TEAM);
                            default -> {
                                Optional.ofNullable(record().openCheckout()).ifPresent(this::pay);
                                new PaymentFacts(stripe.accounts, stripe.payments).refresh(Rig.ORG, customer(), now());
                            }
                        }
                    }))
                    .toList();
            for (var task : running) {
                task.get();
            }
        }
        assertThat(openPages()).as("seed " + seed).isLessThanOrEqualTo(1);
        Optional.ofNullable(record().openCheckout()).ifPresent(this::pay);
        assertThat(stripe.payments.subscriptionsOf(customer()))
                .as("seed " + seed)
                .isLessThanOrEqualTo(1);
    }

    private void tryOpen(PendingCheckout wish) {
        new HostedCheckout(stripe.accounts, stripe.payments, stripe.profile()).open(Rig.ORG, wish, ANN, now());
    }

    private Opening.Opened open(PendingCheckout wish) {
        var opening =
                new HostedCheckout(stripe.accounts, stripe.payments, stripe.profile()).open(Rig.ORG, wish, ANN, now());
        assertThat(opening).isInstanceOf(Opening.Opened.class);
        return (Opening.Opened) opening;
    }

    private void pay(String page) {
        stripe.payments.complete(page);
    }

    private Instant now() {
        return stripe.rig.clock.instant();
    }

    private BillingRecord record() {
        return stripe.accounts.billing(Rig.ORG);
    }

    private String customer() {
        return Objects.requireNonNull(record().customer()).id();
    }

    private long openPages() {
        return record().customer() == null ? 0 : stripe.payments.openPages(customer());
    }

    /** A request's checkout, whose n-th call goes wrong. */
    private HostedCheckout checkout(Stumbling stumbling) {
        return new HostedCheckout(
                stumbling.port(Accounts.class, stripe.accounts),
                stumbling.port(Payments.class, stripe.payments),
                stripe.profile());
    }
}
