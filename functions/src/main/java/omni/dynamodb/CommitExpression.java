package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.account.Funding;
import omni.account.LastCall;
import omni.meter.CommitPlan;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A {@link CommitPlan} as DynamoDB's expressions. Bounds are literals, as a condition has no arithmetic; counters move by
 * attribute ({@code p1 = c1}), never by a literal read earlier, so that a call that landed meanwhile is not lost.
 *
 * @param update what the write sets
 * @param condition the version of the facts that it stands on
 * @param values the literals
 */
record CommitExpression(String update, String condition, Map<String, AttributeValue> values) {

    static CommitExpression of(CommitPlan plan, Collection<Integer> classes) {
        return new Builder(plan, classes).build();
    }

    private static final class Builder {

        /** The closing total and sequence of a month. */
        private static final String PERIOD_ROLL = "pp = pd, pa = ac, ps = sq, pd = :toPeriod, ";

        /** Classes have numbers from 0 on. */
        private static final int NO_CLASS = -1;

        private final CommitPlan plan;
        private final Collection<Integer> classes;
        private final List<String> sets = new ArrayList<>();
        private final List<String> adds = new ArrayList<>();
        private final List<String> removes = new ArrayList<>();
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, AttributeValue> values = new HashMap<>();

        private Builder(CommitPlan plan, Collection<Integer> classes) {
            this.plan = plan;
            this.classes = classes;
        }

        private CommitExpression build() {
            versions();
            var counted = plan.meterClass();
            if (counted != null) {
                window(counted.number());
            } else {
                noWindow();
            }
            if (plan.closes()) {
                closing();
            }
            var last = plan.last();
            if (last != null) {
                call(last);
            }
            var update = new StringBuilder();
            append(update, "SET ", sets);
            append(update, " ADD ", adds);
            append(update, " REMOVE ", removes);
            return new CommitExpression(
                    update.toString().strip(), String.join(" AND ", conditions), Map.copyOf(values));
        }

        private static void append(StringBuilder update, String keyword, List<String> clauses) {
            if (!clauses.isEmpty()) {
                update.append(keyword).append(String.join(", ", clauses));
            }
        }

        private void versions() {
            conditions.add("k = :keys AND m = :minute");
            value(":keys", number(plan.basis().keysVersion()));
            value(":minute", number(plan.basis().windows().minute()));
        }

        private void window(int counted) {
            value(":one", number(1));
            var ceiling = plan.windowCeiling();
            if (ceiling != null) {
                conditions.add("(attribute_not_exists(c%1$d) OR c%1$d <= :window)".formatted(counted));
                value(":window", number(ceiling));
            }
            if (plan.minutesRolled() == 0) {
                adds.add("c" + counted + " :one");
            } else {
                rollMinute(counted);
            }
        }

        /** The minute moves on all the same, for the windows of others. */
        private void noWindow() {
            if (plan.minutesRolled() > 0) {
                rollMinute(NO_CLASS);
            }
        }

        /** No call of the month before lands any more: each has this month in its condition. */
        private void closing() {
            conditions.add("pd = :period");
            value(":period", number(plan.basis().ledger().period().number()));
            value(":toPeriod", number(plan.period().number()));
            value(":zero", number(0));
            sets.add(PERIOD_ROLL + "ac = :zero, aq = :zero");
            if (plan.renewsGrant()) {
                conditions.add("gp = :grantPeriod");
                value(":grantPeriod", number(plan.basis().grant().period().number()));
                sets.add("gp = :toPeriod, gu = :zero");
            }
        }

        private void rollMinute(int counted) {
            value(":zero", number(0));
            value(":toMinute", number(plan.minute()));
            sets.add("m = :toMinute");
            for (var number : classes) {
                sets.add(
                        plan.minutesRolled() == 1
                                ? "p%1$d = if_not_exists(c%1$d, :zero)".formatted(number)
                                : "p%d = :zero".formatted(number));
                sets.add("c%d = %s".formatted(number, number == counted ? ":one" : ":zero"));
            }
            retiredClasses().forEach(number -> removes.add("c%1$d, p%1$d".formatted(number)));
        }

        /** Classes that the catalog no longer has leave the item with the next minute: its size is bounded. */
        private List<Integer> retiredClasses() {
            var windows = plan.basis().windows();
            var stored = new java.util.TreeSet<>(windows.current().keySet());
            stored.addAll(windows.previous().keySet());
            stored.removeAll(classes);
            return List.copyOf(stored);
        }

        private void call(LastCall last) {
            conditions.add("pd = :period AND (attribute_not_exists(l) OR l.u <> :usage)");
            value(":period", number(plan.basis().ledger().period().number()));
            value(":usage", text(last.usageId()));
            value(":last", LastCallAttribute.of(last));
            value(":one", number(1));
            sets.add("l = :last");
            adds.add("sq :one");
            if (plan.charges() || plan.renewsGrant()) {
                conditions.add("gp = :grantPeriod");
                value(":grantPeriod", number(plan.basis().grant().period().number()));
            }
            if (plan.charges()) {
                facts(last);
            }
            grant(last);
            if (plan.rollsPeriod()) {
                rollPeriod(last);
            } else {
                accrue(last);
            }
        }

        private void facts(LastCall last) {
            conditions.add("f = :facts");
            value(":facts", number(plan.basis().factsVersion()));
            var used = plan.renewsGrant() ? ":zero" : "gu";
            if (plan.renewsGrant()) {
                value(":zero", number(0));
            }
            conditions.add(used + (last.funding() == Funding.GRANT ? " < gt" : " >= gt"));
            var accrued = plan.accruedCeiling();
            if (accrued != null) {
                conditions.add("ac <= :accrued");
                value(":accrued", number(accrued));
            }
            var aiUsed = plan.aiCeiling();
            if (aiUsed != null) {
                conditions.add("aq <= :ai");
                value(":ai", number(aiUsed));
            }
        }

        private void grant(LastCall last) {
            var funded = last.funding() == Funding.GRANT;
            if (plan.renewsGrant()) {
                value(":toPeriod", number(plan.period().number()));
                value(":granted", number(funded ? 1 : 0));
                sets.add("gp = :toPeriod, gu = :granted");
            } else if (funded) {
                adds.add("gu :one");
            }
        }

        private void rollPeriod(LastCall last) {
            value(":toPeriod", number(plan.period().number()));
            value(":price", number(last.price().microDollars()));
            value(":aiUnits", number(last.aiUnits()));
            sets.add(PERIOD_ROLL + "ac = :price, aq = :aiUnits");
        }

        private void accrue(LastCall last) {
            if (last.funding() == Funding.PAID) {
                value(":price", number(last.price().microDollars()));
                adds.add("ac :price");
            }
            if (last.aiUnits() > 0) {
                value(":aiUnits", number(last.aiUnits()));
                adds.add("aq :aiUnits");
            }
        }

        private void value(String name, AttributeValue value) {
            values.put(name, value);
        }
    }
}
