package omni.billing;

import java.util.Map;
import java.util.TreeMap;

/**
 * The amounts of one book. Whatever is done to it, {@code accrued + carried = invoiced + moved + rest}: so nothing is lost,
 * and nothing is invoiced twice.
 *
 * @param accrued what was used in the month, net of credits
 * @param carried what came from each other month; negative where that one was invoiced too much
 * @param invoiced what each final invoice of the month bills
 * @param moved what went on to later months
 */
public record UsageAmounts(Money accrued, Map<InvoicePeriod, Money> carried, Map<String, Money> invoiced, Money moved) {

    static final UsageAmounts NONE = new UsageAmounts(Money.ZERO, Map.of(), Map.of(), Money.ZERO);

    public UsageAmounts {
        carried = Map.copyOf(carried);
        invoiced = Map.copyOf(invoiced);
    }

    public Money carriedTotal() {
        return sum(carried);
    }

    public Money invoicedTotal() {
        return sum(invoiced);
    }

    private static Money sum(Map<?, Money> amounts) {
        return amounts.values().stream().reduce(Money.ZERO, Money::plus);
    }

    /** What is still to be invoiced; negative when too much was. */
    public Money rest() {
        return accrued.plus(carriedTotal()).minus(invoicedTotal()).minus(moved);
    }

    UsageAmounts accrued(Money counter) {
        return new UsageAmounts(counter, carried, invoiced, moved);
    }

    UsageAmounts invoiced(String invoiceId, Money used) {
        var invoices = new TreeMap<>(invoiced);
        invoices.put(invoiceId, used);
        return new UsageAmounts(accrued, carried, invoices, moved);
    }

    UsageAmounts moved(Money amount) {
        return new UsageAmounts(accrued, carried, invoiced, moved.plus(amount));
    }

    UsageAmounts carried(InvoicePeriod from, Money amount) {
        var amounts = new TreeMap<>(carried);
        amounts.merge(from, amount, Money::plus);
        return new UsageAmounts(accrued, amounts, invoiced, moved);
    }
}
