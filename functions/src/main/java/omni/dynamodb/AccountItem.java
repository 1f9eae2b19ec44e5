package omni.dynamodb;

import static omni.dynamodb.Attributes.instantOrNull;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.numberOrNull;
import static omni.dynamodb.Attributes.put;
import static omni.dynamodb.Attributes.truth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.account.Windows;
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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The account item, attribute by attribute. Names are short because the item must stay within 1,024 bytes: one write
 * unit for each commit. Counters exist from creation on; a bound, date or plan that is not set has no attribute.
 */
final class AccountItem {

    static final String ACCOUNT = "ACCOUNT";
    static final String TEST_ACCOUNT = "ACCOUNT#TEST";

    /** Version of the facts. */
    static final String FACTS_VERSION = "f";
    /** Version of the keys. */
    static final String KEYS_VERSION = "k";
    /** When the keys moved last; no attribute before the first time. Only authentication looks at it. */
    static final String KEYS_MOVED_AT = "kt";
    /** Grant: units in all. */
    static final String GRANT_TOTAL = "gt";
    /** Grant: units used. */
    static final String GRANT_USED = "gu";
    /** Grant: the month in which the used ones began to count. */
    static final String GRANT_PERIOD = "gp";
    /** A card is on file. */
    static final String CARD = "cd";
    /** Subscription: plan's number. */
    static final String SUBSCRIPTION_PLAN = "sp";
    /** Subscription: status's number. */
    static final String SUBSCRIPTION_STATUS = "ss";
    /** Delinquent since. */
    static final String DELINQUENT_SINCE = "du";
    /** A card, subscription or contract was ever there. */
    static final String HAD_CARD_OR_PLAN = "hd";
    /** Contract: starts at. */
    static final String CONTRACT_STARTS_AT = "cs";
    /** Contract: ends at. */
    static final String CONTRACT_ENDS_AT = "ce";
    /** Contract: discount in parts per million. */
    static final String CONTRACT_DISCOUNT = "cx";
    /** Contract: AI queries per month. */
    static final String CONTRACT_AI_QUERIES = "cq";
    /** Restricted by an operator. */
    static final String RESTRICTED = "rs";
    /** Dispute lost at. */
    static final String DISPUTE_LOST_AT = "dl";
    /** Current period. */
    static final String PERIOD = "pd";
    /** Commits so far. */
    static final String SEQUENCE = "sq";
    /** Accrued in the period, micro-dollars. */
    static final String ACCRUED = "ac";
    /** AI quota used in the period. */
    static final String AI_USED = "aq";
    /** The period before. */
    static final String PREVIOUS_PERIOD = "pp";
    /** Accrued in the period before, closing total. */
    static final String PREVIOUS_ACCRUED = "pa";
    /** Sequence at the end of the period before. */
    static final String PREVIOUS_SEQUENCE = "ps";
    /** Hard cap, cents. */
    static final String HARD_CAP = "hc";
    /** Soft cap, cents. */
    static final String SOFT_CAP = "sc";
    /** Approval threshold, cents. */
    static final String THRESHOLD = "th";
    /** Approvals: amount in cents and expiry, in turn. */
    static final String APPROVALS = "ap";
    /** Current minute. */
    static final String MINUTE = "m";
    /** Calls of a class in the current minute: with the class's number behind it. */
    static final String CURRENT = "c";
    /** Calls of a class in the minute before: with the class's number behind it. */
    static final String PREVIOUS = "p";
    /** The call just committed. */
    static final String LAST = "l";
    /** When the stream was last told to look at what time has changed; no decision reads it. */
    static final String REMINDED = "t";

    private AccountItem() {}

    static String partition(String orgId) {
        return "ORG#" + orgId;
    }

    static String sort(boolean live) {
        return live ? ACCOUNT : TEST_ACCOUNT;
    }

    static Map<String, AttributeValue> key(String orgId, boolean live) {
        return Table.key(partition(orgId), sort(live));
    }

    /** The whole item; {@code classes} are the numbers of all classes whose windows exist. */
    static Map<String, AttributeValue> of(Account account, Collection<Integer> classes) {
        var item = new LinkedHashMap<>(key(account.orgId(), account.live()));
        item.put(FACTS_VERSION, number(account.factsVersion()));
        item.put(KEYS_VERSION, number(account.keysVersion()));
        item.put(GRANT_TOTAL, number(account.grant().total()));
        item.put(GRANT_USED, number(account.grant().unitsUsed()));
        item.put(GRANT_PERIOD, number(account.grant().period().number()));
        item.putAll(standing(account.standing()));
        counters(item, account.ledger());
        put(item, HARD_CAP, account.caps().spendCapCents());
        put(item, SOFT_CAP, account.caps().softCapCents());
        put(item, THRESHOLD, account.caps().approvalThresholdCents());
        if (!account.approvals().isEmpty()) {
            item.put(APPROVALS, approvals(account.approvals()));
        }
        item.put(MINUTE, number(account.windows().minute()));
        for (var number : classes) {
            item.put(CURRENT + number, number(account.windows().current().getOrDefault(number, 0L)));
            item.put(PREVIOUS + number, number(account.windows().previous().getOrDefault(number, 0L)));
        }
        var last = account.last();
        if (last != null) {
            item.put(LAST, LastCallAttribute.of(last));
        }
        return item;
    }

    /** The attributes of the facts of payment; one that is absent has to be removed. */
    static Map<String, AttributeValue> standing(Account.Standing standing) {
        var item = new LinkedHashMap<String, AttributeValue>();
        item.put(CARD, truth(standing.cardOnFile()));
        var subscription = standing.subscription();
        if (subscription != null) {
            item.put(SUBSCRIPTION_PLAN, number(subscription.plan().number()));
            item.put(SUBSCRIPTION_STATUS, number(subscription.status().number()));
        }
        put(item, DELINQUENT_SINCE, standing.delinquentSince());
        item.put(HAD_CARD_OR_PLAN, truth(standing.hadCardOrPlan()));
        var contract = standing.contract();
        if (contract != null) {
            put(item, CONTRACT_STARTS_AT, contract.startsAt());
            put(item, CONTRACT_ENDS_AT, contract.endsAt());
            item.put(CONTRACT_DISCOUNT, number(contract.discount().partsPerMillion()));
            put(item, CONTRACT_AI_QUERIES, contract.aiQueriesLimit());
        }
        item.put(RESTRICTED, truth(standing.operatorRestriction()));
        put(item, DISPUTE_LOST_AT, standing.disputeLostAt());
        return item;
    }

    /** Every attribute that {@link #standing} may set. */
    static final List<String> STANDING = List.of(
            CARD,
            SUBSCRIPTION_PLAN,
            SUBSCRIPTION_STATUS,
            DELINQUENT_SINCE,
            HAD_CARD_OR_PLAN,
            CONTRACT_STARTS_AT,
            CONTRACT_ENDS_AT,
            CONTRACT_DISCOUNT,
            CONTRACT_AI_QUERIES,
            RESTRICTED,
            DISPUTE_LOST_AT);

    private static void counters(Map<String, AttributeValue> item, Account.Counters counters) {
        item.put(PERIOD, number(counters.period().number()));
        item.put(SEQUENCE, number(counters.sequence()));
        item.put(ACCRUED, number(counters.accrual().microDollars()));
        item.put(AI_USED, number(counters.aiUnitsUsed()));
        var previous = counters.previousPeriod();
        if (previous != null) {
            item.put(PREVIOUS_PERIOD, number(previous.number()));
        }
        item.put(PREVIOUS_ACCRUED, number(counters.previousAccrual().microDollars()));
        item.put(PREVIOUS_SEQUENCE, number(counters.previousSequence()));
    }

    static AttributeValue approvals(List<Approval> approvals) {
        var numbers = new ArrayList<AttributeValue>();
        for (var approval : approvals) {
            numbers.add(number(approval.amountCents()));
            numbers.add(Attributes.instant(approval.expiresAt()));
        }
        return AttributeValue.fromL(numbers);
    }

    /** The account of an item. */
    static Account read(Map<String, AttributeValue> item) {
        var orgId = Attributes.text(item, Table.PK).substring("ORG#".length());
        var last = item.get(LAST);
        return new Account(
                orgId,
                Attributes.text(item, Table.SK).equals(ACCOUNT),
                number(item, FACTS_VERSION),
                number(item, KEYS_VERSION),
                new Account.Grant(number(item, GRANT_TOTAL), number(item, GRANT_USED), period(item, GRANT_PERIOD)),
                readStanding(item),
                readCounters(item),
                new BudgetCaps(
                        numberOrNull(item, HARD_CAP), numberOrNull(item, SOFT_CAP), numberOrNull(item, THRESHOLD)),
                readApprovals(item.get(APPROVALS)),
                new Windows(number(item, MINUTE), windows(item, CURRENT), windows(item, PREVIOUS)),
                last == null ? null : LastCallAttribute.read(last));
    }

    private static Account.Standing readStanding(Map<String, AttributeValue> item) {
        var contractStartsAt = instantOrNull(item, CONTRACT_STARTS_AT);
        return new Account.Standing(
                truth(item, CARD),
                item.containsKey(SUBSCRIPTION_PLAN)
                        ? new Subscription(
                                PlanKey.ofNumber(number(item, SUBSCRIPTION_PLAN)),
                                SubscriptionStatus.ofNumber(number(item, SUBSCRIPTION_STATUS)))
                        : null,
                instantOrNull(item, DELINQUENT_SINCE),
                truth(item, HAD_CARD_OR_PLAN),
                contractStartsAt == null
                        ? null
                        : new Contract(
                                contractStartsAt,
                                instantOrNull(item, CONTRACT_ENDS_AT),
                                new Discount((int) number(item, CONTRACT_DISCOUNT)),
                                numberOrNull(item, CONTRACT_AI_QUERIES)),
                truth(item, RESTRICTED),
                instantOrNull(item, DISPUTE_LOST_AT));
    }

    private static Account.Counters readCounters(Map<String, AttributeValue> item) {
        return new Account.Counters(
                period(item, PERIOD),
                number(item, SEQUENCE),
                new Money(number(item, ACCRUED)),
                number(item, AI_USED),
                item.containsKey(PREVIOUS_PERIOD) ? period(item, PREVIOUS_PERIOD) : null,
                new Money(number(item, PREVIOUS_ACCRUED)),
                number(item, PREVIOUS_SEQUENCE));
    }

    private static InvoicePeriod period(Map<String, AttributeValue> item, String name) {
        return new InvoicePeriod((int) number(item, name));
    }

    private static List<Approval> readApprovals(@Nullable AttributeValue value) {
        var approvals = new ArrayList<Approval>();
        if (value != null) {
            for (var index = 0; index < value.l().size(); index += 2) {
                approvals.add(new Approval(
                        Long.parseLong(value.l().get(index).n()),
                        Instant.ofEpochMilli(
                                Long.parseLong(value.l().get(index + 1).n()))));
            }
        }
        return approvals;
    }

    private static Map<Integer, Long> windows(Map<String, AttributeValue> item, String prefix) {
        var windows = new HashMap<Integer, Long>();
        item.forEach((name, value) -> {
            var digits = name.substring(1);
            if (name.startsWith(prefix) && !digits.isEmpty() && digits.chars().allMatch(Character::isDigit)) {
                var count = Long.parseLong(value.n());
                if (count != 0) {
                    windows.put(Integer.valueOf(digits), count);
                }
            }
        });
        return windows;
    }
}
