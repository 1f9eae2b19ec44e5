package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import omni.access.AuthMode;
import omni.account.Account;
import omni.account.Funding;
import omni.account.GrantRenewal;
import omni.account.Terms;
import omni.account.Windows;
import omni.billing.BillingPosition;
import omni.billing.BillingState;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.billing.SubscriptionStatus;
import omni.catalog.ChatRoute;
import omni.fakes.ACall;
import omni.fakes.AnAccount;
import omni.fakes.Bundled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 4, steps 3 to 7: who pays, who is refused, at the exact edges. */
class AdmissionTest {

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:20Z");
    private static final MeterClass SECTION = Bundled.meterClass("section_extract");
    private static final MeterClass QUERY = Bundled.meterClass("intelligence_query");
    private static final long PRICE = 50_000;

    private final Admission admission = new Admission(Bundled.terms());

    private static AnAccount account() {
        return AnAccount.at(NOW);
    }

    private String decide(Account account, MeterClass meterClass) {
        return say(admission.decide(account, ACall.of(meterClass), NOW));
    }

    /** A verdict in a word: who pays what, or why not. */
    static String say(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Admitted(var funding, var price, var ai, var position) ->
                funding.wire() + " " + price.microDollars() + (ai > 0 ? " ai" : "");
            case Verdict.Refused(var refusal) -> say(refusal);
        };
    }

    static String say(@Nullable Refusal refusal) {
        return switch (refusal) {
            case null -> "served";
            case Refusal.KeyRefused() -> "key";
            case Refusal.RateLimited limited -> "rate";
            case Refusal.BillingRequired required -> required.reason().name().toLowerCase(java.util.Locale.ROOT);
            case Refusal.HardCapExceeded exceeded -> "hard_cap";
            case Refusal.ApprovalRequired required -> "approval";
            case Refusal.AiQuotaExceeded exceeded -> "ai_quota";
        };
    }

    /** Money in micro-dollars, bounds in cents; a section costs 50000. */
    @ParameterizedTest(name = "grant {0}, cap {1}, threshold {2} + {3}, accrued {4} → {5}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            grant, cap,  threshold, approved, accrued, verdict
            0,     ,     ,          ,         0,       paid 50000
            1,     0,    0,         ,         0,       grant 0
            1,     5,    ,          ,         9999999, grant 0
            0,     0,    ,          ,         0,       hard_cap
            0,     4,    ,          ,         0,       hard_cap
            0,     5,    ,          ,         0,       paid 50000
            0,     5,    ,          ,         1,       hard_cap
            0,     10,   ,          ,         50000,   paid 50000
            0,     10,   ,          ,         50001,   hard_cap
            0,     10,   ,          ,         100000,  hard_cap
            0,     ,     0,         ,         0,       approval
            0,     ,     4,         ,         0,       approval
            0,     ,     5,         ,         0,       paid 50000
            0,     ,     5,         ,         1,       approval
            0,     ,     5,         3,        30000,   paid 50000
            0,     ,     5,         3,        30001,   approval
            0,     ,     0,         5,        0,       paid 50000
            0,     10,   5,         ,         50000,   approval
            0,     10,   5,         100,      50000,   paid 50000
            0,     10,   5,         100,      50001,   hard_cap
            0,     5,    10,        ,         1,       hard_cap
            """)
    void aPaidCallNeverPassesCapOrThresholdByAMicroDollar(
            long grant,
            @Nullable Long cap,
            @Nullable Long threshold,
            @Nullable Long approved,
            long accrued,
            String verdict) {
        var account = account().card().grantLeft(grant).withAccrual(accrued);
        if (cap != null) {
            account.spendCapCents(cap);
        }
        if (threshold != null) {
            account.thresholdCents(threshold);
        }
        if (approved != null) {
            account.approval(approved, NOW.plusMillis(1));
        }
        assertThat(decide(account.build(), SECTION)).isEqualTo(verdict);
    }

    @Test
    void anApprovalThatHasEndedAddsNothing() {
        var account = account().card().grantLeft(0).thresholdCents(0).approval(100, NOW);
        assertThat(decide(account.build(), SECTION)).isEqualTo("approval");
    }

    @Test
    void aSoftCapRefusesNothing() {
        assertThat(decide(
                        account()
                                .card()
                                .grantLeft(0)
                                .softCapCents(0)
                                .withAccrual(1)
                                .build(),
                        SECTION))
                .isEqualTo("paid 50000");
    }

    @Test
    void aRefusalForMoneyTellsTheSumsItWasDecidedOn() {
        var account = account()
                .card()
                .grantLeft(0)
                .withAccrual(60_001)
                .spendCapCents(11)
                .thresholdCents(4)
                .approval(3, NOW.plusMillis(1));
        assertThat(refusal(account.build(), SECTION))
                .isEqualTo(new Refusal.HardCapExceeded(
                        new BillingPosition(8, BillingState.PAYG_ACTIVE, PlanKey.PAYG, PlanKey.PAYG),
                        SECTION,
                        0,
                        new Money(60_001),
                        Money.ofCents(11),
                        new Money(PRICE)));
        assertThat(refusal(account.spendCapCents(100).build(), SECTION))
                .isEqualTo(new Refusal.ApprovalRequired(
                        new BillingPosition(8, BillingState.PAYG_ACTIVE, PlanKey.PAYG, PlanKey.PAYG),
                        SECTION,
                        0,
                        new Money(60_001),
                        4,
                        Money.ofCents(3),
                        new Money(PRICE)));
    }

    private @Nullable Refusal refusal(Account account, MeterClass meterClass) {
        return admission.decide(account, ACall.of(meterClass), NOW) instanceof Verdict.Refused(var refusal)
                ? refusal
                : null;
    }

    enum Situation {
        SANDBOX(a -> a),
        SPENT(a -> a.grantLeft(0)),
        SPENT_HAD(a -> a.grantLeft(0).hadCardOrPlan()),
        SPENT_PAST_DUE(a -> a.grantLeft(0).subscription(PlanKey.TEAM, SubscriptionStatus.PAST_DUE)),
        PAYG(a -> a.card()),
        PAYG_SPENT(a -> a.card().grantLeft(0)),
        PERSONAL_SPENT(a -> a.grantLeft(0).subscription(PlanKey.PERSONAL, SubscriptionStatus.ACTIVE)),
        TEAM_SPENT(a -> a.grantLeft(0).subscription(PlanKey.TEAM, SubscriptionStatus.TRIALING)),
        CONTRACT_SPENT(a -> a.grantLeft(0).contract(new Contract(NOW, null, new Discount(600_000), null))),
        FAILED_GRANT(a -> a.delinquentSince(NOW.minusSeconds(1))),
        FAILED_NOBODY(a -> a.grantLeft(0).delinquentSince(NOW.minusSeconds(1))),
        FAILED_CARD(a -> a.grantLeft(0).card().delinquentSince(NOW.minusSeconds(1))),
        FAILED_PAST_DUE(a -> a.grantLeft(0)
                .subscription(PlanKey.TEAM, SubscriptionStatus.PAST_DUE)
                .delinquentSince(NOW.minusSeconds(1))),
        FAILED_CONTRACT(a -> a.grantLeft(0)
                .contract(new Contract(NOW, null, Discount.NONE, null))
                .delinquentSince(NOW.minusSeconds(1))),
        FAILED_CANCELED(a -> a.grantLeft(0)
                .subscription(PlanKey.TEAM, SubscriptionStatus.CANCELED)
                .delinquentSince(NOW.minusSeconds(1))),
        OVER_GRACE(a -> a.card().delinquentSince(NOW.minus(Duration.ofDays(7)))),
        UNPAID(a -> a.card().subscription(PlanKey.TEAM, SubscriptionStatus.UNPAID)),
        RESTRICTED(a -> a.card().withRestriction()),
        DISPUTE(a -> a.card().disputeLost()),
        RESTRICTED_OVER_GRACE(a -> a.withRestriction().delinquentSince(NOW.minus(Duration.ofDays(9))));

        private final UnaryOperator<AnAccount> facts;

        Situation(UnaryOperator<AnAccount> facts) {
            this.facts = facts;
        }
    }

    /** Contract 5.4, the row of billable calls, with its footnote ². */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            situation,             verdict
            SANDBOX,               grant 0
            SPENT,                 starter_grant_exhausted
            SPENT_HAD,             card_required
            SPENT_PAST_DUE,        card_required
            PAYG,                  grant 0
            PAYG_SPENT,            paid 50000
            PERSONAL_SPENT,        paid 40000
            TEAM_SPENT,            paid 32500
            CONTRACT_SPENT,        paid 20000
            FAILED_GRANT,          grant 0
            FAILED_NOBODY,         card_required
            FAILED_CARD,           paid 50000
            FAILED_PAST_DUE,       paid 32500
            FAILED_CONTRACT,       paid 50000
            FAILED_CANCELED,       card_required
            OVER_GRACE,            payment_failed
            UNPAID,                payment_failed
            RESTRICTED,            restricted
            DISPUTE,               restricted
            RESTRICTED_OVER_GRACE, restricted
            """)
    void aStateServesBillableCallsAsTheContractSays(Situation situation, String verdict) {
        assertThat(decide(situation.facts.apply(account()).build(), SECTION)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource(PlanKey.class)
    void anExcludedPlanIsRefusedThoughTheGrantWouldPay(PlanKey excluded) {
        var account = switch (excluded) {
            case SANDBOX_GRANT -> account();
            case PAYG -> account().card();
            case PERSONAL, TEAM -> account().subscription(excluded, SubscriptionStatus.ACTIVE);
            case COMMERCIAL -> account().contract(new Contract(NOW, null, Discount.NONE, null));
        };
        assertThat(decide(account.build(), ACall.excluding(SECTION, excluded))).isEqualTo("plan_excludes_meter_class");
        var others = java.util.EnumSet.complementOf(java.util.EnumSet.of(excluded));
        assertThat(decide(account.build(), ACall.excluding(SECTION, others.toArray(PlanKey[]::new))))
                .isEqualTo("grant 0");
    }

    /** A contract with a limit of its own is written as COMMERCIAL and the limit. */
    @ParameterizedTest(name = "{0} with limit {1}, {2} used, grant {3} → {4}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            plan,          limit, used,    grant, verdict
            SANDBOX_GRANT, ,      0,       250,   grant 0 ai
            SANDBOX_GRANT, ,      9,       250,   grant 0 ai
            SANDBOX_GRANT, ,      10,      250,   ai_quota
            PAYG,          ,      0,       1,     grant 0 ai
            PAYG,          ,      1000000, 0,     paid 80000 ai
            PERSONAL,      ,      599,     0,     paid 64000 ai
            PERSONAL,      ,      600,     0,     ai_quota
            PERSONAL,      ,      600,     5,     ai_quota
            TEAM,          ,      2999,    0,     paid 52000 ai
            TEAM,          ,      3000,    0,     ai_quota
            COMMERCIAL,    ,      9999,    0,     paid 80000 ai
            COMMERCIAL,    ,      10000,   0,     ai_quota
            COMMERCIAL,    3,     2,       0,     paid 80000 ai
            COMMERCIAL,    3,     3,       0,     ai_quota
            COMMERCIAL,    0,     0,       250,   ai_quota
            COMMERCIAL,    20000, 19999,   0,     paid 80000 ai
            """)
    void theAiQuotaIsACeilingOnTopOfThePrice(
            PlanKey plan, @Nullable Long limit, long used, long grant, String verdict) {
        var account = account().grantLeft(grant).aiUsed(used);
        switch (plan) {
            case SANDBOX_GRANT -> {}
            case PAYG -> account.card();
            case PERSONAL, TEAM -> account.subscription(plan, SubscriptionStatus.ACTIVE);
            case COMMERCIAL -> account.contract(new Contract(NOW, null, Discount.NONE, limit));
        }
        assertThat(decide(account.build(), QUERY)).isEqualTo(verdict);
        assertThat(decide(account.build(), SECTION)).doesNotEndWith(" ai");
    }

    @ParameterizedTest(name = "grace until {0} s from now: {1}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            seconds, verdict
            1,       grant 0 ai
            0,       ai_quota
            -1,      ai_quota
            """)
    void duringTheAiQuotasGraceNothingIsRefusedButCounted(long seconds, String verdict) {
        var terms = new Terms(
                Bundled.CATALOG.rateCard(),
                Bundled.CATALOG.meterClasses(),
                Duration.ofDays(7),
                GrantRenewal.NONE,
                true,
                NOW.plusSeconds(seconds));
        var account = account().aiUsed(10).build();
        assertThat(say(new Admission(terms).decide(account, ACall.of(QUERY), NOW)))
                .isEqualTo(verdict);
    }

    @Test
    void theAiQuotaTellsWhenItComesBack() {
        assertThat(refusal(account().aiUsed(12).build(), QUERY))
                .isEqualTo(new Refusal.AiQuotaExceeded(
                        PlanKey.SANDBOX_GRANT,
                        10,
                        12,
                        Instant.parse("2026-06-01T00:00:00Z"),
                        Duration.between(NOW, Instant.parse("2026-06-01T00:00:00Z"))
                                .toSeconds()));
    }

    @Test
    void aTestKeysCallIsServedWhateverTheMoneySays() {
        var ofLive = new BillingPosition(1, BillingState.RESTRICTED_READ_ONLY, PlanKey.PAYG, PlanKey.SANDBOX_GRANT);
        var test = account().test().grantLeft(0).aiUsed(99).build();
        var verdict =
                admission.decide(test, ACall.of(ACall.excluding(QUERY, PlanKey.SANDBOX_GRANT), null, ofLive), NOW);
        assertThat(verdict).isEqualTo(new Verdict.Admitted(Funding.NONE, Money.ZERO, 0, ofLive));
    }

    @Test
    void aTestKeysCallIsLimitedByTheLivePlan() {
        var team = new BillingPosition(6, BillingState.TEAM_ACTIVE, PlanKey.TEAM, PlanKey.TEAM);
        var counted = account().test().windows(full(59)).build();
        assertThat(say(admission.decide(counted, ACall.of(QUERY, null, team), NOW)))
                .isEqualTo("none 0");
        var full = account().test().windows(full(60)).build();
        assertThat(say(admission.decide(full, ACall.of(QUERY, null, team), NOW)))
                .isEqualTo("rate");
    }

    private static Windows full(long calls) {
        return new Windows(Windows.minuteOf(NOW), Map.of(QUERY.number(), calls), Map.of());
    }

    @Test
    void theLastFreePlaceOfAWindowIsGivenAndNoneAfterIt() {
        assertThat(decide(account().windows(full(29)).build(), QUERY)).isEqualTo("grant 0 ai");
        var refused = refusal(account().windows(full(30)).build(), QUERY);
        assertThat(refused).isEqualTo(new Refusal.RateLimited(QUERY, PlanKey.SANDBOX_GRANT, 30, 42));
    }

    /** Contract 14.4: a chat message is bounded by its person's window alone, and by all else as any call. */
    @Test
    void theWindowOfItsClassDoesNotBoundAChatMessage() {
        var full = account().windows(full(30));
        var message = new Call(
                "use_1", "req_1", "usr_1", AuthMode.SESSION, null, null, ChatRoute.NUMBER, QUERY, false, false, null);

        assertThat(say(admission.decide(full.build(), message, NOW))).isEqualTo("grant 0 ai");
        assertThat(admission.decideRate(full.build(), message, NOW)).isNull();
        assertThat(say(admission.decide(full.grantLeft(0).build(), message, NOW)))
                .isEqualTo("starter_grant_exhausted");
    }

    @Test
    void rateLimitsThatAreOffRefuseNobody() {
        var off = new Admission(Bundled.terms(GrantRenewal.NONE, false));
        assertThat(say(off.decide(account().windows(full(999)).build(), ACall.of(QUERY), NOW)))
                .isEqualTo("grant 0 ai");
    }

    @ParameterizedTest(name = "{0} renewal, a month later: {1}")
    @CsvSource({"NONE,starter_grant_exhausted", "MONTHLY,grant 0"})
    void aMonthlyGrantComesBackWithTheMonth(GrantRenewal renewal, String verdict) {
        var renewing = new Admission(Bundled.terms(renewal, true));
        var spent = account().grantLeft(0).build();
        var lastMoment = Instant.parse("2026-05-31T23:59:59.999Z");
        assertThat(say(renewing.decide(spent, ACall.of(SECTION), lastMoment))).isEqualTo("starter_grant_exhausted");
        assertThat(say(renewing.decide(spent, ACall.of(SECTION), lastMoment.plusMillis(1))))
                .isEqualTo(verdict);
    }

    @Test
    void aNewMonthBeginsWithNothingAccruedAndAFreshAiQuota() {
        var account = account()
                .card()
                .grantLeft(0)
                .spendCapCents(8)
                .withAccrual(80_000)
                .build();
        var june = Instant.parse("2026-06-01T00:00:00Z");
        assertThat(say(admission.decide(account, ACall.of(SECTION), june.minusMillis(1))))
                .isEqualTo("hard_cap");
        assertThat(say(admission.decide(account, ACall.of(SECTION), june))).isEqualTo("paid 50000");
        var asked = account().aiUsed(10).build();
        assertThat(say(admission.decide(asked, ACall.of(QUERY), june.minusMillis(1))))
                .isEqualTo("ai_quota");
        assertThat(say(admission.decide(asked, ACall.of(QUERY), june))).isEqualTo("grant 0 ai");
    }

    @Test
    void aClockThatJumpsBackOpensNeitherTheWindowNorTheMonthBefore() {
        var june = Instant.parse("2026-06-01T00:00:30Z");
        var account = AnAccount.at(june)
                .card()
                .grantLeft(0)
                .spendCapCents(5)
                .withAccrual(1)
                .windows(new Windows(Windows.minuteOf(june), Map.of(QUERY.number(), 30L), Map.of()))
                .build();
        var may = Instant.parse("2026-05-31T23:00:00Z");
        assertThat(Admission.now(account, may)).isEqualTo(Instant.parse("2026-06-01T00:00:00Z"));
        assertThat(say(admission.decide(account, ACall.of(QUERY), may))).isEqualTo("rate");
        assertThat(say(admission.decide(account, ACall.of(SECTION), may))).isEqualTo("hard_cap");
        assertThat(account.rolledTo(may, GrantRenewal.MONTHLY)).isEqualTo(account);
    }

    @Test
    void aRolledAccountKeepsTheClosedMonthBeside() {
        var account = account().withAccrual(123).aiUsed(4).build();
        var rolled = account.rolledTo(Instant.parse("2026-07-01T00:00:00Z"), GrantRenewal.NONE)
                .ledger();
        assertThat(rolled)
                .isEqualTo(new Account.Counters(
                        new InvoicePeriod(202607), 0, Money.ZERO, 0, new InvoicePeriod(202605), new Money(123), 0));
    }

    @Test
    void aKeyPastItsEndIsRefusedFirstOfAll() {
        var account = account().withRestriction().windows(full(30)).build();
        assertThat(say(admission.decide(account, ACall.of(QUERY, NOW, null), NOW)))
                .isEqualTo("key");
        assertThat(say(admission.decide(account, ACall.of(QUERY, NOW.plusMillis(1), null), NOW)))
                .isEqualTo("rate");
        assertThat(say(admission.decideRate(account, ACall.of(QUERY, NOW, null), NOW)))
                .isEqualTo("key");
    }

    @Test
    void aFailedCallIsDecidedByKeyAndWindowAlone() {
        var account = account().withRestriction().grantLeft(0).build();
        assertThat(say(admission.decideRate(account, ACall.of(SECTION), NOW))).isEqualTo("served");
    }
}
