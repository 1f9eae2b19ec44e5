package omni.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import omni.billing.Approval;
import omni.billing.BillingRecord;
import omni.billing.BudgetCaps;
import omni.billing.CollectionMethod;
import omni.billing.Contract;
import omni.billing.CustomerCreation;
import omni.billing.Discount;
import omni.billing.HeldSubscription;
import omni.billing.MeteringRecord;
import omni.billing.PendingCheckout;
import omni.billing.PlanKey;
import omni.billing.Subscription;
import omni.billing.SubscriptionStatus;
import omni.fakes.AnAccount;
import omni.fakes.Books;
import org.junit.jupiter.api.Test;

/** What every store of accounts owes: rare changes stand on the version they were decided on, and counters are never theirs. */
public abstract class AccountsContract {

    private static final BudgetCaps CAPS = new BudgetCaps(900L, null, 500L);

    private final String org = "org_" + UUID.randomUUID().toString().substring(24);

    protected abstract Books books();

    private Account opened() {
        var account =
                AnAccount.at(Plans.NOW).of(org).grantLeft(0).card().accrued(9).build();
        books().put(account);
        return account;
    }

    private Account now() {
        return books().account(org, true);
    }

    @Test
    void anUnknownOrganisationHasNoAccountAndAnEmptyRecord() {
        assertThat(books().accounts().load(org)).isNull();
        assertThat(books().accounts().billing(org)).isEqualTo(BillingRecord.empty(org));
        assertThat(books().accounts().organizationOf("cus_" + org)).isNull();
    }

    @Test
    void aBudgetReplacesTheOneBeforeAndRaisesTheFacts() {
        var opened = opened();
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
        var opened = opened();
        books().accounts().replaceBudget(opened, CAPS, List.of());
        var stands = now();

        assertThat(books().accounts().replaceBudget(opened, BudgetCaps.NONE, List.of()))
                .isFalse();

        assertThat(now()).isEqualTo(stands);
    }

    @Test
    void aChangeOfFactsKeepsACommitThatLandedBeforeIt() {
        var opened = opened();
        assertThat(books().meter().write(Plans.paid(opened, 7).build())).isInstanceOf(Meter.Result.Applied.class);

        assertThat(books().accounts().replaceBudget(opened, CAPS, List.of())).isTrue();

        assertThat(now().ledger().sequence()).isEqualTo(1);
        assertThat(now().ledger().accrued().microDollars()).isEqualTo(16);
        assertThat(books().meter()
                        .write(Plans.paid(opened, 7)
                                .called(Plans.call("use_2", 200, Funding.PAID, 7, 0))
                                .build()))
                .as("a paid call decided before the change")
                .isInstanceOf(Meter.Result.Refused.class);
    }

    @Test
    void factsOfPaymentAreReplacedWholeWithWhatIsShownOfThem() {
        var opened = opened();
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
                true,
                Plans.NOW.minusSeconds(9));
        var bare = new HeldSubscription(
                "sub_2", PlanKey.PERSONAL, null, null, SubscriptionStatus.PAUSED, null, null, false, Plans.NOW);
        var subscribing = new PendingCheckout(PlanKey.TEAM, "price_1", "https://a.test/ok", "https://a.test/no");
        var attaching = new PendingCheckout(PlanKey.PAYG, null, "https://a.test/ok", "https://a.test/no");
        var first = BillingRecord.empty(org)
                .withSubscription(new BillingRecord.Subscribed(held, Plans.NOW))
                .begun(subscribing)
                .nextPortal()
                .withOpenCheckout("cs_1");
        assertThat(books().accounts().saveBilling(first)).isTrue();
        assertThat(books().accounts().billing(org)).isEqualTo(first.written());

        var second = first.written()
                .withSubscription(new BillingRecord.Subscribed(bare, Plans.NOW))
                .begun(attaching);
        assertThat(books().accounts().saveBilling(second)).isTrue();
        assertThat(books().accounts().billing(org)).isEqualTo(second.written());

        var third = second.written().withSubscription(null).settled();
        assertThat(books().accounts().saveBilling(third)).isTrue();
        assertThat(books().accounts().billing(org)).isEqualTo(third.written());
        assertThat(third.checkoutAttempt()).isEqualTo(2);
    }

    @Test
    void whereCustomerAndMeteringStandIsReadBackAsWritten() {
        var record = BillingRecord.empty(org)
                .withCreation(CustomerCreation.NONE.begun(new CustomerCreation.Words("a@b.test", "Acme")))
                .withMetering(MeteringRecord.NONE.begun(
                        new MeteringRecord.Pending.Begin("cus_1", Plans.NOW, CollectionMethod.INVOICE)));
        for (var next : List.<UnaryOperator<BillingRecord>>of(
                now -> now,
                now -> now.withCreation(now.creation().begun(new CustomerCreation.Words(null, null)))
                        .withMetering(now.metering().found("sub_1")),
                now -> now.withCreation(now.creation().settled())
                        .withMetering(now.metering()
                                .begun(new MeteringRecord.Pending.Collect("sub_1", CollectionMethod.CARD))),
                now -> now.withMetering(now.metering().settled()),
                now -> now.withMetering(now.metering().gone()))) {
            record = next.apply(record);
            assertThat(books().accounts().saveBilling(record)).isTrue();
            record = record.written();
            assertThat(books().accounts().billing(org)).isEqualTo(record);
        }
        assertThat(record.creation().attempt()).isEqualTo(2);
        assertThat(record.metering().attempt()).isEqualTo(2);
    }

    @Test
    void factsReadBeforeAnotherChangeAreNotWritten() {
        var opened = opened();
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
    void aCustomerFindsItsOrganisation() {
        var customer = new BillingRecord.Customer("cus_" + org, "a@example.com", null, Plans.NOW, Plans.NOW);
        assertThat(books().accounts().saveBilling(BillingRecord.empty(org).withCustomer(customer)))
                .isTrue();
        assertThat(books().accounts().organizationOf("cus_" + org)).isEqualTo(org);
        assertThat(books().accounts().billing(org).customer()).isEqualTo(customer);
        assertThat(books().accounts().saveBilling(BillingRecord.empty(org)))
                .as("a version behind")
                .isFalse();
    }
}
