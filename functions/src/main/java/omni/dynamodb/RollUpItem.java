package omni.dynamodb;

import static omni.dynamodb.Attributes.number;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import omni.billing.Money;
import omni.ledger.AppliedCommits;
import omni.ledger.RaisedLevels;
import omni.ledger.RollUp;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Roll-ups: {@code ORG#id / PERIOD#2026-05}, {@code DAY#…} and {@code HOUR#…}, of the test account with {@code TEST#} before. */
final class RollUpItem {

    private static final String TEST = "TEST#";
    private static final String VERSION = "version";
    private static final String FIRST_SEQUENCE = "firstSequence";
    private static final String LAST_SEQUENCE = "lastSequence";

    /** Commits in between that are not in: first and last of each stretch, in turn. */
    private static final String MISSING = "missing";

    private static final String TALLIES = "tallies";

    /** The highest percent of the spend cap that was told; only where one was. */
    private static final String RAISED_PERCENT = "raisedPercent";

    /** The soft cap was told. */
    private static final String RAISED_SOFT_CAP = "raisedSoftCap";

    /** When the last event of the budget happened. */
    private static final String RAISED_AT = "raisedAt";

    private RollUpItem() {}

    static String sort(RollUp.Scope scope) {
        return (scope.live() ? "" : TEST) + scope.time();
    }

    /** The scope of an item in its list. */
    static RollUp.Scope scope(Map<String, AttributeValue> item, String orgId, boolean live) {
        var sort = Attributes.text(item, Table.SK);
        return new RollUp.Scope(orgId, live, live ? sort : sort.substring(TEST.length()));
    }

    static RollUp read(RollUp.Scope scope, Map<String, AttributeValue> item) {
        if (item.isEmpty()) {
            return RollUp.empty(scope);
        }
        var tallies = new HashMap<String, RollUp.Tally>();
        var stored = item.get(TALLIES);
        if (stored != null) {
            stored.m().forEach((key, value) -> tallies.put(key, tally(value.m())));
        }
        return new RollUp(scope, number(item, VERSION), appliedCommits(item), tallies, raisedLevels(item));
    }

    private static AppliedCommits appliedCommits(Map<String, AttributeValue> item) {
        var missing = new ArrayList<AppliedCommits.Stretch>();
        var stored = item.get(MISSING);
        if (stored != null) {
            for (var index = 0; index < stored.l().size(); index += 2) {
                missing.add(new AppliedCommits.Stretch(
                        Long.parseLong(stored.l().get(index).n()),
                        Long.parseLong(stored.l().get(index + 1).n())));
            }
        }
        return new AppliedCommits(number(item, FIRST_SEQUENCE), number(item, LAST_SEQUENCE), missing);
    }

    private static AttributeValue missing(AppliedCommits applied) {
        return AttributeValue.fromL(applied.missing().stream()
                .flatMap(stretch -> Stream.of(number(stretch.from()), number(stretch.to())))
                .toList());
    }

    private static RaisedLevels raisedLevels(Map<String, AttributeValue> item) {
        return item.containsKey(RAISED_AT)
                ? new RaisedLevels(
                        (int) number(item, RAISED_PERCENT),
                        Attributes.truth(item, RAISED_SOFT_CAP),
                        Attributes.instant(item, RAISED_AT))
                : RaisedLevels.NONE;
    }

    private static void put(Map<String, AttributeValue> item, RaisedLevels raised) {
        if (!raised.equals(RaisedLevels.NONE)) {
            item.put(RAISED_PERCENT, number(raised.percent()));
            item.put(RAISED_SOFT_CAP, Attributes.truth(raised.softCap()));
            item.put(RAISED_AT, Attributes.instant(raised.lastAt()));
        }
    }

    /** The write of a roll-up, one version on, on condition that the stored one is the version that it was made from. */
    static TransactWriteItem put(Table table, RollUp next) {
        var item =
                new LinkedHashMap<>(Table.key(AccountItem.partition(next.scope().orgId()), sort(next.scope())));
        item.put(VERSION, number(next.version() + 1));
        item.put(FIRST_SEQUENCE, number(next.appliedCommits().first()));
        item.put(LAST_SEQUENCE, number(next.appliedCommits().last()));
        if (!next.appliedCommits().missing().isEmpty()) {
            item.put(MISSING, missing(next.appliedCommits()));
        }
        var tallies = new LinkedHashMap<String, AttributeValue>();
        next.tallies().forEach((key, tally) -> tallies.put(key, AttributeValue.fromM(tally(tally))));
        item.put(TALLIES, AttributeValue.fromM(tallies));
        put(item, next.raisedLevels());
        return table.putVersion(item, next.version());
    }

    private static Map<String, AttributeValue> tally(RollUp.Tally tally) {
        return Map.of(
                "requests", number(tally.requests()),
                "successes", number(tally.successes()),
                "errors", number(tally.errors()),
                "units", number(tally.units()),
                "amount", number(tally.amount().microDollars()),
                "latencyMs", number(tally.latencyMs()),
                "firstAt", Attributes.instant(tally.firstAt()),
                "lastAt", Attributes.instant(tally.lastAt()));
    }

    private static RollUp.Tally tally(Map<String, AttributeValue> map) {
        return new RollUp.Tally(
                number(map, "requests"),
                number(map, "successes"),
                number(map, "errors"),
                number(map, "units"),
                new Money(number(map, "amount")),
                number(map, "latencyMs"),
                Attributes.instant(map, "firstAt"),
                Attributes.instant(map, "lastAt"));
    }
}
