package omni.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import omni.billing.Approval;
import omni.billing.BillingRecord;
import omni.billing.BudgetCaps;
import omni.billing.CollectionMethod;
import omni.billing.Contract;
import omni.billing.CustomerCreation;
import omni.billing.Discount;
import omni.billing.HeldSubscription;
import omni.billing.MeteringRecord;
import omni.billing.OperatorRecord;
import omni.billing.PendingCheckout;
import omni.billing.PlanKey;
import omni.billing.Subscription;
import omni.billing.SubscriptionMarks;
import omni.billing.SubscriptionStatus;
import omni.event.AuditEvent;
import omni.fakes.AnAccount;
import omni.fakes.Books;
import omni.meter.Meter;
import omni.meter.Plans;
import org.junit.jupiter.api.Test;

/** What every store of accounts owes: rare changes stand on the version they were decided on, and counters are never theirs. */
public abstract class AccountsContract {

    private static final BudgetCaps CAPS = new BudgetCaps(900L, null, 500L);

    private final String org = "org_" + UUID.randomUUID().toString().substring(24);

    protected abstract Books books();

    private Account openAccount() {
        var account = AnAccount.at(Plans.NOW)
                .of(org)
                .grantLeft(0)
                .card()
                .withAccrual(9)
                .build();
        books().put(account);
        return account;
    }

    private Account now() {
        return books().account(org, true);
    }

    @Test
    void anUnknownOrganizationHasNoAccountAndAnEmptyRecord() {
        assertThat(books().accounts().load(org)).isNull();
        assertThat(books().accounts().billing(org)).isEqualTo(BillingRecord.empty(org));
        assertThat(books().accounts().organizationOf("cus_" + org)).isNull();
    }

    @Test
    void aBudgetReplacesTheOneBeforeAndRaisesTheFacts() {
        var opened = openAccount();
        var approvals = List.of(new Approval(40, Plans.NOW.plusSeconds(60)));

        assertThat(books().accounts().replaceBudget(opened, CAPS, approvals)).isTrue();

        assertThat(now().caps()).isEqualTo(CAPS);
        assertThat(now().approvals()).isEqualTo(approvals);
        assertThat(now().factsVersion()).isEqualTo(2);
        assertThat(books().accounts().replaceBudget(now(), BudgetCaps.NONE, List.of()))
                .isTrue();
        assertThat(now().caps()).isEqualTo(BudgetCaps.NONE);
        assertThat(now().approvals()).isEmpty();
    }

    @Test
    void aBudgetDecidedOnOldFactsChangesNothing() {
        var opened = openAccount();
        books().accounts().replaceBudget(opened, CAPS, List.of());
        var stands = now();

        assertThat(books().accounts().replaceBudget(opened, BudgetCaps.NONE, List.of()))
                .isFalse();

        assertThat(now()).isEqualTo(stands);
    }

    @Test
    void aChangeOfFactsKeepsACommitThatLandedBeforeIt() {
        var opened = openAccount();
        assertThat(books().meter().write(Plans.paidCall(opened, 7).build())).isInstanceOf(Meter.Result.Applied.class);

        assertThat(books().accounts().replaceBudget(opened, CAPS, List.of())).isTrue();

        assertThat(now().ledger().sequence()).isEqualTo(1);
        assertThat(now().ledger().accrual().microDollars()).isEqualTo(16);
        assertThat(books().meter()
                        .write(Plans.paidCall(opened, 7)
                                .withCall(Plans.call("use_2", 200, Funding.PAID, 7, 0))
                                .build()))
                .as("a paid call decided before the change")
                .isInstanceOf(Meter.Result.Refused.class);
    }

    @Test
    void factsOfPaymentAreReplacedWholeWithWhatIsShownOfThem() {
        var opened = openAccount();
        var standing = new Account.Standing(
                false,
                new Subscription(PlanKey.TEAM, SubscriptionStatus.PAST_DUE),
                Plans.NOW,
                true,
                new Contract(Plans.NOW, Plans.NOW.plusSeconds(9), new Discount(400_000), 77L),
                true,
                Plans.NOW);
        var record = BillingRecord.empty(org).withOpenCheckout("cs_1");

        assertThat(books().accounts().replaceStanding(opened, standing, record)).isTrue();
        assertThat(now().standing()).isEqualTo(standing);
        assertThat(books().accounts().billing(org).openCheckout()).isEqualTo("cs_1");

        assertThat(books().accounts()
                        .replaceStanding(
                                now(), Account.Standing.NONE, books().accounts().billing(org)))
                .isTrue();
        assertThat(now().standing()).isEqualTo(Account.Standing.NONE);
        assertThat(now().factsVersion()).isEqualTo(3);
    }

    @Test
    void whatIsShownAndWhereTheCheckoutStandsIsReadBackAsWritten() {
        var held = new HeldSubscription(
                "sub_1",
                PlanKey.TEAM,
                "prod_1",
                "price_1",
                SubscriptionStatus.ACTIVE,
                Plans.NOW,
                Plans.NOW.plusSeconds(9),
                new SubscriptionMarks(true, Plans.NOW.plusSeconds(9), true),
                Plans.NOW.minusSeconds(9));
        var bare = new HeldSubscription(
                "sub_2",
                PlanKey.PERSONAL,
                null,
                null,
                SubscriptionStatus.PAUSED,
                null,
                null,
                SubscriptionMarks.NONE,
                Plans.NOW);
        var subscribing = new PendingCheckout(PlanKey.TEAM, "price_1", "https://a.test/ok", "https://a.test/no");
        var attaching = new PendingCheckout(PlanKey.PAYG, null, "https://a.test/ok", "https://a.test/no");
        var first = BillingRecord.empty(org)
                .withSubscription(new BillingRecord.Subscribed(held, Plans.NOW))
                .withPendingCheckout(subscribing)
                .nextPortal()
                .nextWrite()
                .nextReading()
                .withOpenCheckout("cs_1");
        assertThat(books().accounts().saveBilling(first)).isTrue();
        assertThat(books().accounts().billing(org)).isEqualTo(first.nextVersion());

        var second = first.nextVersion()
                .withSubscription(new BillingRecord.Subscribed(bare, Plans.NOW))
                .withPendingCheckout(attaching);
        assertThat(books().accounts().saveBilling(second)).isTrue();
        assertThat(books().accounts().billing(org)).isEqualTo(second.nextVersion());

        var third = second.nextVersion().withSubscription(null).withoutPendingCheckout();
        assertThat(books().accounts().saveBilling(third)).isTrue();
        assertThat(books().accounts().billing(org)).isEqualTo(third.nextVersion());
        assertThat(third.checkoutAttempt()).isEqualTo(2);
    }

    @Test
    void whereCustomerAndMeteringStandIsReadBackAsWritten() {
        var record = BillingRecord.empty(org)
                .withCreation(CustomerCreation.NONE.withPending(new CustomerCreation.Words("a@b.test", "Acme")))
                .withMetering(MeteringRecord.NONE.withPending(
                        new MeteringRecord.Pending.Begin("cus_1", Plans.NOW, CollectionMethod.INVOICE)));
        for (var next : List.<UnaryOperator<BillingRecord>>of(
                now -> now,
                now -> now.withCreation(now.creation().withPending(new CustomerCreation.Words(null, null)))
                        .withMetering(now.metering().withLive("sub_1")),
                now -> now.withCreation(now.creation().withoutPending())
                        .withMetering(now.metering()
                                .withPending(new MeteringRecord.Pending.Collect("sub_1", CollectionMethod.CARD))),
                now -> now.withMetering(now.metering().withoutPending()),
                now -> now.withMetering(now.metering().withoutSubscription()))) {
            record = next.apply(record);
            assertThat(books().accounts().saveBilling(record)).isTrue();
            record = record.nextVersion();
            assertThat(books().accounts().billing(org)).isEqualTo(record);
        }
        assertThat(record.creation().attempt()).isEqualTo(2);
        assertThat(record.metering().attempt()).isEqualTo(2);
    }

    @Test
    void factsReadBeforeAnotherChangeAreNotWritten() {
        var opened = openAccount();
        books().accounts().replaceBudget(opened, CAPS, List.of());

        assertThat(books().accounts().replaceStanding(opened, Account.Standing.NONE, BillingRecord.empty(org)))
                .isFalse();
        assertThat(now().standing()).isEqualTo(opened.standing());
        assertThat(books().accounts().billing(org)).as("all or nothing").isEqualTo(BillingRecord.empty(org));

        books().accounts().saveBilling(BillingRecord.empty(org).nextPortal());
        assertThat(books().accounts().replaceStanding(now(), Account.Standing.NONE, BillingRecord.empty(org)))
                .isFalse();
        assertThat(now().standing()).as("all or nothing").isEqualTo(opened.standing());
    }

    @Test
    void aCustomerFindsItsOrganization() {
        var customer = new BillingRecord.Customer("cus_" + org, "a@example.com", null, Plans.NOW, Plans.NOW);
        assertThat(books().accounts().saveBilling(BillingRecord.empty(org).withCustomer(customer)))
                .isTrue();
        assertThat(books().accounts().organizationOf("cus_" + org)).isEqualTo(org);
        assertThat(books().accounts().billing(org).customer()).isEqualTo(customer);
        assertThat(books().accounts().saveBilling(BillingRecord.empty(org)))
                .as("a version behind")
                .isFalse();
    }

    private static Account.Standing withRestriction(Account basis) {
        return new Account.Standing(
                basis.standing().cardOnFile(),
                null,
                null,
                true,
                basis.standing().contract(),
                true,
                null);
    }

    private static Account.Standing withDispute(Account basis) {
        return new Account.Standing(basis.standing().cardOnFile(), null, null, true, null, false, Plans.NOW);
    }

    private AuditEvent event() {
        var id = "evt_" + UUID.randomUUID();
        return new AuditEvent(
                id, org, "audit", "operator.test", "usr_1", "session", "api", "req_1", Map.of(), Plans.NOW);
    }

    @Test
    void aReadingThatBringsDisputesWritesThemWithTheFactsOrNotAtAll() {
        var opened = openAccount();
        var said = OperatorRecord.empty(org).withDisputes(List.of("du_1", "du_2"), Plans.NOW);
        var shown = BillingRecord.empty(org).withOpenCheckout("cs_1");
        assertThat(books().accounts().operatorRecord(org)).isEqualTo(OperatorRecord.empty(org));

        assertThat(books().accounts().replaceStanding(opened, withDispute(opened), shown, said))
                .isTrue();

        assertThat(now().standing()).isEqualTo(withDispute(opened));
        assertThat(now().factsVersion()).isEqualTo(2);
        assertThat(books().accounts().billing(org)).isEqualTo(shown.nextVersion());
        assertThat(books().accounts().operatorRecord(org)).isEqualTo(said);
        assertThat(books().oversight().record(org)).as("the same record").isEqualTo(said);

        var cleared = said.withDisputesCleared(Plans.NOW);
        assertThat(books().accounts().replaceStanding(opened, opened.standing(), shown.nextVersion(), cleared))
                .as("facts of old")
                .isFalse();
        assertThat(books().accounts().replaceStanding(now(), opened.standing(), shown, cleared))
                .as("a record of old")
                .isFalse();
        assertThat(books().accounts().operatorRecord(org)).as("all or nothing").isEqualTo(said);
        assertThat(now().standing()).as("all or nothing").isEqualTo(withDispute(opened));
    }

    @Test
    void aReadingWithoutNewsLeavesWhatOperatorsSaid() {
        var opened = openAccount();
        var said = OperatorRecord.empty(org).withReference("MSA-1").withDisputes(List.of("du_1"), Plans.NOW);
        books().oversight().replace(opened, withRestriction(opened), said, event());

        assertThat(books().accounts().replaceStanding(now(), now().standing(), BillingRecord.empty(org)))
                .isTrue();

        assertThat(books().accounts().operatorRecord(org)).isEqualTo(said);
    }

    @Test
    void ofAReadingAndAnOperatorOnTheSameFactsOneIsWrittenWhicheverComesFirst() {
        var opened = openAccount();
        var read = OperatorRecord.empty(org).withDisputes(List.of("du_1"), Plans.NOW);
        var ruled = OperatorRecord.empty(org).withReference("MSA-1");

        books().oversight().replace(opened, withRestriction(opened), ruled, event());
        assertThat(books().accounts().replaceStanding(opened, withDispute(opened), BillingRecord.empty(org), read))
                .isFalse();
        assertThat(books().accounts().operatorRecord(org)).isEqualTo(ruled);

        var then = now();
        books().accounts().replaceStanding(then, withDispute(then), BillingRecord.empty(org), read);
        assertThat(books().oversight().replace(then, withRestriction(then), ruled, event()))
                .isFalse();
        assertThat(books().accounts().operatorRecord(org)).isEqualTo(read);
        assertThat(now().standing()).isEqualTo(withDispute(then));
    }

    @Test
    void ofManyReadingsAndOperatorsAtOnceOnTheSameFactsOneIsWritten() throws Exception {
        var opened = openAccount();
        List<Callable<Boolean>> racers = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(racer -> () -> {
                    var said = OperatorRecord.empty(org).withReference("racer " + racer);
                    return racer % 2 == 0
                            ? books().oversight().replace(opened, withRestriction(opened), said, event())
                            : books().accounts()
                                    .replaceStanding(opened, withDispute(opened), BillingRecord.empty(org), said);
                })
                .toList();
        try (var executor = Executors.newFixedThreadPool(racers.size())) {
            assertThat(executor.invokeAll(racers).stream().map(Future::resultNow))
                    .containsOnlyOnce(true);
        }
        assertThat(now().factsVersion()).isEqualTo(opened.factsVersion() + 1);
    }
}
