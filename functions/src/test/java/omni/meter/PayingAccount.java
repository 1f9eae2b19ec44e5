package omni.meter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import omni.access.AuthMode;
import omni.account.Account;
import omni.account.GrantRenewal;
import omni.account.Terms;
import omni.account.Windows;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.catalog.Catalog;
import omni.catalog.CatalogLoader;

/** Accounts with a card, in May 2026, as tests of budgets need them. */
public final class PayingAccount {

    public static final Instant NOW = Instant.parse("2026-05-14T09:12:44.120Z");
    public static final String ORG = "org_0123456789Ab";
    public static final Catalog CATALOG = catalog();
    public static final Terms TERMS =
            new Terms(CATALOG.rateCard(), CATALOG.meterClasses(), Duration.ofDays(7), GrantRenewal.NONE, false, null);

    private PayingAccount() {}

    private static Catalog catalog() {
        var file = "/omni/catalog/catalog.json";
        try (var json = Objects.requireNonNull(Catalog.class.getResourceAsStream(file))) {
            return CatalogLoader.load(file, json.readAllBytes());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static MeterClass meterClass(String key) {
        return CATALOG.meterClass(key).orElseThrow();
    }

    public static Account.Standing card() {
        return new Account.Standing(true, null, null, true, null, false, null);
    }

    public static Account of(
            long grantLeft, Account.Standing standing, long accrued, BudgetCaps caps, List<Approval> approvals) {
        return of(ORG, grantLeft, standing, accrued, caps, approvals);
    }

    public static Account of(
            String orgId,
            long grantLeft,
            Account.Standing standing,
            long accrued,
            BudgetCaps caps,
            List<Approval> approvals) {
        var period = InvoicePeriod.at(NOW);
        return new Account(
                orgId,
                true,
                1,
                1,
                new Account.Grant(250, 250 - grantLeft, period),
                standing,
                new Account.Counters(period, 0, new Money(accrued), 0, null, Money.ZERO, 0),
                caps,
                approvals,
                Windows.startingAt(NOW),
                null);
    }

    /** The account after one more successful call at {@code at}, as the meter would leave it. */
    public static Account afterCall(Account account, String meterClass, String usageId, Instant at) {
        var called = meterClass(meterClass);
        var call = new Call(
                usageId,
                "req_" + usageId,
                "key_0123456789abcdefghij",
                AuthMode.API_KEY,
                "hash",
                null,
                CATALOG.routes().stream()
                        .filter(route -> route.meterClass().equals(called))
                        .findFirst()
                        .orElseThrow()
                        .number(),
                called,
                false,
                null);
        var verdict = new Admission(TERMS).decide(account, call, at);
        if (!(verdict instanceof Verdict.Admitted admitted)) {
            throw new AssertionError("refused: " + verdict);
        }
        return CommitPlan.of(account, call, new Call.Outcome(200, 12), admitted, TERMS, at)
                .apply(account);
    }
}
