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
import omni.billing.BillingRecord;
import omni.billing.InMemoryPayments;
import omni.billing.Payments;
import omni.billing.PendingCheckout;
import omni.billing.PlanKey;
import omni.endpoint.HostedCheckout.Opening;
import omni.fakes.Rig;
import omni.fakes.StripeRig;
import omni.metering.Accounts;
import omni.metering.PaymentFacts;
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
        ANSWER_LOST
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
        var stumbling = new Stumbling(Trouble.DIES_BEFORE, 1_000);

        new HostedCheckout(stumbling.accounts(stripe.accounts), stumbling.payments(stripe.payments), stripe.profile())
                .open(Rig.ORG, CARD, ANN, now());

        assertThat(stumbling.calls).isBetween(8, 13);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whoeverComesAfterTheTroubleFindsOnePageAndMakesNoSecond(Case given) {
        stripe.payments.sync();
        if (given.step() % 2 == 0) {
            open(given.earlier()); // the odd ones begin without a customer
        }
        var stumbling = new Stumbling(given.trouble(), given.step());
        try {
            new HostedCheckout(
                            stumbling.accounts(stripe.accounts), stumbling.payments(stripe.payments), stripe.profile())
                    .open(Rig.ORG, given.first(), ANN, now());
        } catch (Death e) {
            // the next request is another process's
        }
        assertThat(openPages()).isLessThanOrEqualTo(1);

        var opened = open(given.second());

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

    /** A process that dies. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Ports whose n-th call goes wrong. */
    private static final class Stumbling {

        private final Trouble trouble;
        private final int step;
        private int calls;

        Stumbling(Trouble trouble, int step) {
            this.trouble = trouble;
            this.step = step;
        }

        Accounts accounts(Accounts real) {
            return port(Accounts.class, real);
        }

        Payments payments(InMemoryPayments real) {
            return port(Payments.class, real);
        }

        private <T> T port(Class<T> type, T real) {
            return type.cast(java.lang.reflect.Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                        boolean now = ++calls == step;
                        if (now && trouble == Trouble.DIES_BEFORE) {
                            throw new Death();
                        }
                        if (now && trouble == Trouble.ANSWER_LOST && real instanceof InMemoryPayments payments) {
                            payments.line(InMemoryPayments.Line.ANSWERS_LOST);
                        }
                        try {
                            var answer = method.invoke(real, arguments);
                            if (now && trouble == Trouble.DIES_AFTER) {
                                throw new Death();
                            }
                            return answer;
                        } finally {
                            if (real instanceof InMemoryPayments payments) {
                                payments.line(InMemoryPayments.Line.UP);
                            }
                        }
                    }));
        }
    }
}
