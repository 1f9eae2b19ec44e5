package omni.invoicing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.billing.InvoiceText;
import omni.billing.MeterClass;
import omni.billing.MeterFamily;
import omni.billing.PlanKey;
import omni.billing.RateCard;
import omni.ledger.RollUp;

/** Names what the lines of a month's roll-up are, for the invoice. */
public final class InvoiceLines {

    private final RateCard rateCard;
    private final Map<Integer, MeterFamily> families = new HashMap<>();

    public InvoiceLines(RateCard rateCard, List<MeterClass> classes) {
        this.rateCard = rateCard;
        for (var each : classes) {
            var family = each.family();
            if (family != null) {
                families.put(each.number(), family);
            }
        }
    }

    private record Key(String family, PlanKey plan) {}

    List<InvoiceText.Line> of(RollUp period) {
        var sums = new HashMap<Key, RollUp.Tally>();
        period.lines()
                .forEach((line, tally) ->
                        sums.merge(new Key(family(line.meterClass()), line.plan()), tally, RollUp.Tally::plus));
        return sums.entrySet().stream()
                .map(sum -> new InvoiceText.Line(
                        sum.getKey().family(),
                        rateCard.plan(sum.getKey().plan()).displayName(),
                        sum.getValue().units(),
                        sum.getValue().amount()))
                .toList();
    }

    /** A class that has left the catalog is named by its number, which is never given to another. */
    private String family(int meterClass) {
        var family = families.get(meterClass);
        return family == null ? "Class " + meterClass : family.displayName();
    }
}
