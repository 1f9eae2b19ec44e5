package omni.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.billing.Subscription;
import omni.billing.SubscriptionStatus;
import org.jspecify.annotations.Nullable;

/** A rendering of an account, as it is read field by field. */
public interface AccountReading {

    /**
     * A number that every account has.
     *
     * @throws IllegalStateException when the rendering lacks it
     */
    long number(AccountField field);

    @Nullable
    Long numberOrNull(AccountField field);

    boolean truth(AccountField field);

    @Nullable
    Instant instantOrNull(AccountField field);

    List<Approval> approvals(AccountField field);

    Map<Integer, Long> counts(AccountField field);

    /** The account that was rendered; the last call is no field of the table, as only one rendering has it. */
    default Account account(String orgId, boolean live, @Nullable LastCall last) {
        return new Account(
                orgId,
                live,
                number(AccountField.FACTS_VERSION),
                number(AccountField.KEYS_VERSION),
                new Account.Grant(
                        number(AccountField.GRANT_TOTAL),
                        number(AccountField.GRANT_USED),
                        period(AccountField.GRANT_PERIOD)),
                standing(),
                counters(),
                new BudgetCaps(
                        numberOrNull(AccountField.HARD_CAP),
                        numberOrNull(AccountField.SOFT_CAP),
                        numberOrNull(AccountField.THRESHOLD)),
                approvals(AccountField.APPROVALS),
                new Windows(number(AccountField.MINUTE), counts(AccountField.CURRENT), counts(AccountField.PREVIOUS)),
                last);
    }

    private Account.Standing standing() {
        return new Account.Standing(
                truth(AccountField.CARD),
                subscription(),
                instantOrNull(AccountField.DELINQUENT_SINCE),
                truth(AccountField.HAD_CARD_OR_PLAN),
                contract(),
                truth(AccountField.RESTRICTED),
                instantOrNull(AccountField.DISPUTE_LOST_AT));
    }

    private @Nullable Subscription subscription() {
        var plan = numberOrNull(AccountField.SUBSCRIPTION_PLAN);
        return plan == null
                ? null
                : new Subscription(
                        PlanKey.ofNumber(plan), SubscriptionStatus.ofNumber(number(AccountField.SUBSCRIPTION_STATUS)));
    }

    private @Nullable Contract contract() {
        var startsAt = instantOrNull(AccountField.CONTRACT_STARTS_AT);
        return startsAt == null
                ? null
                : new Contract(
                        startsAt,
                        instantOrNull(AccountField.CONTRACT_ENDS_AT),
                        new Discount((int) number(AccountField.CONTRACT_DISCOUNT)),
                        numberOrNull(AccountField.CONTRACT_AI_QUERIES));
    }

    private Account.Counters counters() {
        return new Account.Counters(
                period(AccountField.PERIOD),
                number(AccountField.SEQUENCE),
                new Money(number(AccountField.ACCRUED)),
                number(AccountField.AI_USED),
                numberOrNull(AccountField.PREVIOUS_PERIOD) == null ? null : period(AccountField.PREVIOUS_PERIOD),
                new Money(number(AccountField.PREVIOUS_ACCRUED)),
                number(AccountField.PREVIOUS_SEQUENCE));
    }

    private InvoicePeriod period(AccountField field) {
        return new InvoicePeriod((int) number(field));
    }
}
