package omni.dynamodb;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import omni.access.AuthMode;
import omni.account.Account;
import omni.account.Funding;
import omni.account.LastCall;
import omni.account.Windows;
import omni.billing.Approval;
import omni.billing.BillingState;
import omni.billing.BudgetCaps;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.billing.Subscription;
import omni.billing.SubscriptionStatus;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An account with every field there is, each at its longest. */
public final class LongestAccount {

    /** Fourteen metered classes and the free one, with numbers of two digits where they can have them. */
    public static final List<Integer> CLASSES =
            IntStream.rangeClosed(85, 99).boxed().toList();

    private static final long TWELVE_DIGITS = 987_654_321_987L;
    public static final Instant AT = Instant.parse("2026-05-14T09:26:53.589Z");
    private static final InvoicePeriod PERIOD = InvoicePeriod.at(AT);
    private static final long CALLS_A_MINUTE = 59_999;

    private LongestAccount() {}

    public static Account live(String orgId) {
        return of(orgId, true);
    }

    public static Account of(String orgId, boolean live) {
        return new Account(
                orgId,
                live,
                999_999_999,
                999_999,
                new Account.Grant(999_999, 888_888, PERIOD),
                new Account.Standing(
                        true,
                        new Subscription(PlanKey.TEAM, SubscriptionStatus.PAST_DUE),
                        AT,
                        true,
                        new Contract(AT, AT.plusMillis(123_456_789), new Discount(123_457), 999_999_999L),
                        true,
                        AT),
                new Account.Counters(
                        PERIOD,
                        TWELVE_DIGITS,
                        new Money(TWELVE_DIGITS),
                        999_999_999,
                        new InvoicePeriod(202604),
                        new Money(TWELVE_DIGITS),
                        TWELVE_DIGITS - 2),
                new BudgetCaps(999_999_999L, 999_999_999L, 999_999_999L),
                List.of(approval(1), approval(2), approval(3), approval(4)),
                new Windows(Windows.minuteOf(AT), counts(), counts()),
                last());
    }

    private static Approval approval(int number) {
        return new Approval(999_999_990 + number, AT.plusMillis(number));
    }

    private static Map<Integer, Long> counts() {
        var counts = new HashMap<Integer, Long>();
        CLASSES.forEach(number -> counts.put(number, CALLS_A_MINUTE));
        return counts;
    }

    private static LastCall last() {
        return new LastCall(
                "use_0123456789ABCDEFGHIJ",
                "r".repeat(64),
                "key_0123456789ABCDEFGHIJ",
                AuthMode.SESSION,
                9_999,
                99,
                true,
                504,
                29_999,
                1,
                1,
                Funding.PAID,
                new Money(999_999_999),
                PlanKey.COMMERCIAL,
                BillingState.RESTRICTED_READ_ONLY,
                "2026-04-27",
                AT,
                true);
    }

    static Map<String, AttributeValue> item(Account account, Collection<Integer> classes) {
        var item = new HashMap<>(AccountItem.of(account, classes));
        item.put(AccountItem.KEYS_MOVED_AT, Attributes.instant(AT));
        return item;
    }

    /** What its item weighs. */
    public static int bytes(Account account, Collection<Integer> classes) {
        return ItemSize.of(item(account, classes));
    }
}
