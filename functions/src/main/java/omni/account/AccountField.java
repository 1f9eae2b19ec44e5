package omni.account;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import omni.account.AccountValue.Approvals;
import omni.account.AccountValue.Counts;
import omni.account.AccountValue.Moment;
import omni.account.AccountValue.Truth;
import omni.account.AccountValue.Whole;
import omni.billing.BudgetCaps;
import omni.billing.Contract;
import omni.billing.InvoicePeriod;
import omni.billing.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The one table of an account's fields: what each is called where the account rests (an attribute of its item) and where it travels
 * (a place in the authorizer's context), and how its value is taken from the account. {@link AccountReading} puts it together again.
 *
 * <p>Attribute names are short because the item must stay within 1,024 bytes: one write unit for each commit. A place is a path of
 * names, with a number for an element of a list. Both are written down in many tables and deployments: never change one.
 */
public enum AccountField {
    /** Version of the facts. */
    FACTS_VERSION("f", "versions.0", whole(Account::factsVersion)),
    /** Version of the keys. */
    KEYS_VERSION("k", "versions.1", whole(Account::keysVersion)),
    /** Grant: units in all. */
    GRANT_TOTAL("gt", "grant.0", whole(account -> account.grant().total())),
    /** Grant: units used. */
    GRANT_USED("gu", "grant.1", whole(account -> account.grant().unitsUsed())),
    /** Grant: the month in which the used ones began to count. */
    GRANT_PERIOD("gp", "grant.2", period(account -> account.grant().period())),
    /** A card is on file. */
    CARD("cd", "standing.card", truth(Account.Standing::cardOnFile)),
    /** Subscription: plan's number. */
    SUBSCRIPTION_PLAN(
            "sp",
            "standing.subscription.0",
            AccountField::hasSubscription,
            ofSubscription(held -> held.plan().number())),
    /** Subscription: status's number. */
    SUBSCRIPTION_STATUS(
            "ss",
            "standing.subscription.1",
            AccountField::hasSubscription,
            ofSubscription(held -> held.status().number())),
    /** Delinquent since. */
    DELINQUENT_SINCE("du", "standing.delinquentSince", moment(Account.Standing::delinquentSince)),
    /** A card, subscription or contract was ever there. */
    HAD_CARD_OR_PLAN("hd", "standing.had", truth(Account.Standing::hadCardOrPlan)),
    /** Contract: starts at. */
    CONTRACT_STARTS_AT("cs", "standing.contractStartsAt", AccountField::hasContract, momentOf(Contract::startsAt)),
    /** Contract: ends at. */
    CONTRACT_ENDS_AT("ce", "standing.contractEndsAt", AccountField::hasContract, momentOf(Contract::endsAt)),
    /** Contract: discount in parts per million. */
    CONTRACT_DISCOUNT("cx", "standing.contractDiscount", AccountField::hasContract, ofContract(signed ->
            (long) signed.discount().partsPerMillion())),
    /** Contract: AI queries per month. */
    CONTRACT_AI_QUERIES(
            "cq", "standing.contractAiQueries", AccountField::hasContract, ofContract(Contract::aiQueriesLimit)),
    /** Restricted by an operator. */
    RESTRICTED("rs", "standing.restricted", truth(Account.Standing::operatorRestriction)),
    /** Dispute lost at. */
    DISPUTE_LOST_AT("dl", "standing.disputeLostAt", moment(Account.Standing::disputeLostAt)),
    /** Current period. */
    PERIOD("pd", "counters.0", period(account -> account.ledger().period())),
    /** Commits so far. */
    SEQUENCE("sq", "counters.1", whole(account -> account.ledger().sequence())),
    /** Accrued in the period, micro-dollars. */
    ACCRUED("ac", "counters.2", whole(account -> account.ledger().accrual().microDollars())),
    /** AI quota used in the period. */
    AI_USED("aq", "counters.3", whole(account -> account.ledger().aiUnitsUsed())),
    /** The period before. */
    PREVIOUS_PERIOD("pp", "counters.4", period(account -> account.ledger().previousPeriod())),
    /** Accrued in the period before, closing total. */
    PREVIOUS_ACCRUED(
            "pa",
            "counters.5",
            whole(account -> account.ledger().previousAccrual().microDollars())),
    /** Sequence at the end of the period before. */
    PREVIOUS_SEQUENCE("ps", "counters.6", whole(account -> account.ledger().previousSequence())),
    /** Hard cap, cents. */
    HARD_CAP("hc", "caps.0", cap(BudgetCaps::spendCapCents)),
    /** Soft cap, cents. */
    SOFT_CAP("sc", "caps.1", cap(BudgetCaps::softCapCents)),
    /** Approval threshold, cents. */
    THRESHOLD("th", "caps.2", cap(BudgetCaps::approvalThresholdCents)),
    /** Approvals: amounts in cents, each with its expiry. */
    APPROVALS("ap", "approvals", account -> new Approvals(account.approvals())),
    /** Current minute. */
    MINUTE("m", "minute", whole(account -> account.windows().minute())),
    /** Calls of each class in the current minute; each is an attribute with the class's number behind it. */
    CURRENT("c", "current", account -> new Counts(account.windows().current())),
    /** Calls of each class in the minute before; likewise. */
    PREVIOUS("p", "previous", account -> new Counts(account.windows().previous()));

    private final String attribute;
    private final List<String> place;
    private final Predicate<Account> owner;
    private final Function<Account, @Nullable AccountValue> value;

    AccountField(String attribute, String place, Function<Account, @Nullable AccountValue> value) {
        this(attribute, place, account -> true, value);
    }

    AccountField(
            String attribute, String place, Predicate<Account> owner, Function<Account, @Nullable AccountValue> value) {
        this.attribute = attribute;
        this.place = List.of(place.split("\\.", -1));
        this.owner = owner;
        this.value = value;
    }

    /** Its name in the account item. */
    public String attribute() {
        return attribute;
    }

    /** Its place in the authorizer's context, name by name. */
    public List<String> place() {
        return place;
    }

    /** Whether it is one of the facts of payment. */
    public boolean ofStanding() {
        return place.getFirst().equals("standing");
    }

    /** Whether the account has what this is a field of: a subscription, a contract. */
    public boolean belongsTo(Account account) {
        return owner.test(account);
    }

    /** Its value; null for a bound, date or plan that is not set. */
    public @Nullable AccountValue of(Account account) {
        return value.apply(account);
    }

    private static boolean hasSubscription(Account account) {
        return account.standing().subscription() != null;
    }

    private static boolean hasContract(Account account) {
        return account.standing().contract() != null;
    }

    private static Function<Account, @Nullable AccountValue> whole(Function<Account, Long> number) {
        return account -> new Whole(number.apply(account));
    }

    private static Function<Account, @Nullable AccountValue> period(Function<Account, @Nullable InvoicePeriod> period) {
        return account -> whole(period.apply(account), month -> (long) month.number());
    }

    private static Function<Account, @Nullable AccountValue> cap(Function<BudgetCaps, @Nullable Long> cents) {
        return account -> whole(account.caps(), cents);
    }

    private static Function<Account, @Nullable AccountValue> ofSubscription(Function<Subscription, Integer> number) {
        return account -> whole(account.standing().subscription(), held -> (long) number.apply(held));
    }

    private static Function<Account, @Nullable AccountValue> ofContract(Function<Contract, @Nullable Long> number) {
        return account -> whole(account.standing().contract(), number);
    }

    private static <T> @Nullable AccountValue whole(@Nullable T owner, Function<T, @Nullable Long> number) {
        var value = owner == null ? null : number.apply(owner);
        return value == null ? null : new Whole(value);
    }

    private static Function<Account, @Nullable AccountValue> truth(Predicate<Account.Standing> truth) {
        return account -> new Truth(truth.test(account.standing()));
    }

    private static Function<Account, @Nullable AccountValue> moment(Function<Account.Standing, @Nullable Instant> at) {
        return account -> moment(at.apply(account.standing()));
    }

    private static Function<Account, @Nullable AccountValue> momentOf(Function<Contract, @Nullable Instant> at) {
        return account -> {
            var contract = account.standing().contract();
            return contract == null ? null : moment(at.apply(contract));
        };
    }

    private static @Nullable AccountValue moment(@Nullable Instant at) {
        return at == null ? null : new Moment(at);
    }
}
