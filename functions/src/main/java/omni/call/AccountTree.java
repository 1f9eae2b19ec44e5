package omni.call;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.account.Account;
import omni.account.AccountField;
import omni.account.AccountReading;
import omni.account.AccountValue;
import omni.billing.Approval;
import omni.json.Json;
import omni.json.Timestamps;
import org.jspecify.annotations.Nullable;

/** An account as the JSON of the authorizer's context: {@link AccountField} by its places. The last call is left behind. */
record AccountTree(Map<String, @Nullable Object> tree) implements AccountReading {

    private static final String ORG_ID = "orgId";
    private static final String LIVE = "live";

    static AccountTree of(Account account) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put(ORG_ID, account.orgId());
        tree.put(LIVE, account.live());
        for (var field : AccountField.values()) {
            if (field.belongsTo(account)) {
                put(tree, field.place(), json(field.of(account)));
            }
        }
        return new AccountTree(tree);
    }

    private static @Nullable Object json(@Nullable AccountValue value) {
        return switch (value) {
            case null -> null;
            case AccountValue.Whole(var number) -> number;
            case AccountValue.Truth(var truth) -> truth;
            case AccountValue.Moment(var at) -> at;
            case AccountValue.Approvals(var approvals) ->
                approvals.stream()
                        .map(approval -> List.of(
                                approval.amountCents(), approval.expiresAt().toEpochMilli()))
                        .toList();
            case AccountValue.Counts(var byClass) -> byClass;
        };
    }

    /** The fields stand in their order, so that each element of a list comes behind the one before it. */
    private static void put(Map<String, @Nullable Object> tree, List<String> place, @Nullable Object value) {
        if (place.size() == 1) {
            tree.put(place.getFirst(), value);
        } else if (place.size() == 2 && isIndex(place.getLast())) {
            list(tree, place.getFirst()).add(value);
        } else {
            put(object(tree, place.getFirst()), place.subList(1, place.size()), value);
        }
    }

    private static boolean isIndex(String name) {
        return Character.isDigit(name.charAt(0));
    }

    @SuppressWarnings("unchecked") // only this class puts lists into a tree that it makes
    private static List<@Nullable Object> list(Map<String, @Nullable Object> tree, String name) {
        return (List<@Nullable Object>)
                Objects.requireNonNull(tree.computeIfAbsent(name, absent -> new ArrayList<@Nullable Object>()));
    }

    @SuppressWarnings("unchecked") // likewise
    private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> tree, String name) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(
                tree.computeIfAbsent(name, absent -> new LinkedHashMap<String, @Nullable Object>()));
    }

    Account account() {
        if (tree.get(ORG_ID) instanceof String orgId) {
            return account(orgId, Boolean.TRUE.equals(tree.get(LIVE)), null);
        }
        throw new IllegalStateException("the authorizer's context lacks " + ORG_ID);
    }

    private @Nullable Object at(AccountField field) {
        Object at = tree;
        for (var name : field.place()) {
            at = switch (at) {
                case Map<?, ?> object -> object.get(name);
                case List<?> list when Integer.parseInt(name) < list.size() -> list.get(Integer.parseInt(name));
                case null, default -> null;
            };
        }
        return at;
    }

    @Override
    public long number(AccountField field) {
        var number = numberOrNull(field);
        if (number == null) {
            throw new IllegalStateException("the authorizer's context lacks " + String.join(".", field.place()));
        }
        return number;
    }

    @Override
    public @Nullable Long numberOrNull(AccountField field) {
        var value = at(field);
        return value == null ? null : number(value);
    }

    private static long number(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case BigDecimal number -> number.longValueExact();
            case null, default -> throw new IllegalStateException("the authorizer's context lacks a number");
        };
    }

    @Override
    public boolean truth(AccountField field) {
        return Boolean.TRUE.equals(at(field));
    }

    @Override
    public @Nullable Instant instantOrNull(AccountField field) {
        return at(field) instanceof String text ? Timestamps.parse(text).orElse(null) : null;
    }

    @Override
    public List<Approval> approvals(AccountField field) {
        var approvals = new ArrayList<Approval>();
        if (at(field) instanceof List<?> list) {
            for (var element : list) {
                if (element instanceof List<?> pair) {
                    approvals.add(new Approval(number(pair.get(0)), Instant.ofEpochMilli(number(pair.get(1)))));
                }
            }
        }
        return approvals;
    }

    @Override
    public Map<Integer, Long> counts(AccountField field) {
        var counts = new HashMap<Integer, Long>();
        Json.asObject(at(field)).forEach((number, count) -> counts.put(Integer.valueOf(number), number(count)));
        return counts;
    }
}
