package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.truth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.account.AccountField;
import omni.account.AccountReading;
import omni.account.AccountValue;
import omni.billing.Approval;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The account item: {@link AccountField} as attributes, with the last call and what only storage knows. Counters exist from creation
 * on; a bound, date or plan that is not set has no attribute.
 */
final class AccountItem {

    static final String ACCOUNT = "ACCOUNT";
    static final String TEST_ACCOUNT = "ACCOUNT#TEST";

    /** When the keys moved last; no attribute before the first time. Only authentication looks at it. */
    static final String KEYS_MOVED_AT = "kt";
    /** The call just committed. */
    static final String LAST = "l";
    /** When the stream was last told to look at what time has changed; no decision reads it. */
    static final String REMINDED = "t";

    /** The facts of payment. */
    static final List<AccountField> STANDING = Arrays.stream(AccountField.values())
            .filter(AccountField::ofStanding)
            .toList();

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
        for (var field : AccountField.values()) {
            item.putAll(attributes(field, account, classes));
        }
        var last = account.last();
        if (last != null) {
            item.put(LAST, LastCallAttribute.of(last));
        }
        return item;
    }

    private static Map<String, AttributeValue> attributes(
            AccountField field, Account account, Collection<Integer> classes) {
        return switch (field.of(account)) {
            case null -> Map.of();
            case AccountValue.Approvals(var approvals) when approvals.isEmpty() -> Map.of();
            case AccountValue.Counts(var counts) -> counts(field, counts, classes);
            case AccountValue value -> Map.of(field.attribute(), attribute(value));
        };
    }

    private static Map<String, AttributeValue> counts(
            AccountField field, Map<Integer, Long> counts, Collection<Integer> classes) {
        var attributes = new LinkedHashMap<String, AttributeValue>();
        for (var number : classes) {
            attributes.put(field.attribute() + number, number(counts.getOrDefault(number, 0L)));
        }
        return attributes;
    }

    /** The attribute of a fact of payment; null for one that is not set and has to be removed. */
    static @Nullable AttributeValue standing(AccountField field, Account account) {
        var value = field.of(account);
        return value == null ? null : attribute(value);
    }

    private static AttributeValue attribute(AccountValue value) {
        return switch (value) {
            case AccountValue.Whole(var number) -> number(number);
            case AccountValue.Truth(var truth) -> truth(truth);
            case AccountValue.Moment(var at) -> Attributes.instant(at);
            case AccountValue.Approvals(var approvals) -> approvals(approvals);
            case AccountValue.Counts counts ->
                throw new IllegalArgumentException("each class has an attribute of its own");
        };
    }

    /** Amount in cents and expiry, in turn. */
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
        return new Reading(item)
                .account(
                        orgId,
                        Attributes.text(item, Table.SK).equals(ACCOUNT),
                        last == null ? null : LastCallAttribute.read(last));
    }

    private record Reading(Map<String, AttributeValue> item) implements AccountReading {

        @Override
        public long number(AccountField field) {
            return Attributes.number(item, field.attribute());
        }

        @Override
        public @Nullable Long numberOrNull(AccountField field) {
            return Attributes.numberOrNull(item, field.attribute());
        }

        @Override
        public boolean truth(AccountField field) {
            return Attributes.truth(item, field.attribute());
        }

        @Override
        public @Nullable Instant instantOrNull(AccountField field) {
            return Attributes.instantOrNull(item, field.attribute());
        }

        @Override
        public List<Approval> approvals(AccountField field) {
            var approvals = new ArrayList<Approval>();
            var value = item.get(field.attribute());
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

        @Override
        public Map<Integer, Long> counts(AccountField field) {
            var counts = new HashMap<Integer, Long>();
            item.forEach((name, value) -> {
                var digits = name.substring(1);
                if (name.startsWith(field.attribute())
                        && !digits.isEmpty()
                        && digits.chars().allMatch(Character::isDigit)) {
                    var count = Long.parseLong(value.n());
                    if (count != 0) {
                        counts.put(Integer.valueOf(digits), count);
                    }
                }
            });
            return counts;
        }
    }
}
