package omni.billing;

import java.util.Map;
import java.util.TreeMap;

/**
 * The amounts of one book. Whatever is done to it, {@code accrual + carried = invoiced + moved + rest}: so nothing is lost,
 * and nothing is invoiced twice.
 *
 * @param accrual what was used in the month, net of credits
 * @param carryOvers what came from each other month; negative where that one was invoiced too much
 * @param invoiceAmounts what each final invoice of the month bills
 * @param movedAmount what went on to later months
 */
public record BookAmounts(
        Money accrual, Map<InvoicePeriod, Money> carryOvers, Map<String, Money> invoiceAmounts, Money movedAmount) {

    static final BookAmounts NONE = new BookAmounts(Money.ZERO, Map.of(), Map.of(), Money.ZERO);

    public BookAmounts {
        carryOvers = Map.copyOf(carryOvers);
        invoiceAmounts = Map.copyOf(invoiceAmounts);
    }

    public Money carryOverTotal() {
        return sum(carryOvers);
    }

    public Money invoicedTotal() {
        return sum(invoiceAmounts);
    }

    private static Money sum(Map<?, Money> amounts) {
        return amounts.values().stream().reduce(Money.ZERO, Money::plus);
    }

    /** What is still to be invoiced; negative when too much was. */
    public Money rest() {
        return accrual.plus(carryOverTotal()).minus(invoicedTotal()).minus(movedAmount);
    }

    BookAmounts withAccrual(Money counter) {
        return new BookAmounts(counter, carryOvers, invoiceAmounts, movedAmount);
    }

    BookAmounts withInvoice(String invoiceId, Money used) {
        var invoices = new TreeMap<>(invoiceAmounts);
        invoices.put(invoiceId, used);
        return new BookAmounts(accrual, carryOvers, invoices, movedAmount);
    }

    BookAmounts plusMoved(Money amount) {
        return new BookAmounts(accrual, carryOvers, invoiceAmounts, movedAmount.plus(amount));
    }

    BookAmounts plusCarryOver(InvoicePeriod from, Money amount) {
        var amounts = new TreeMap<>(carryOvers);
        amounts.merge(from, amount, Money::plus);
        return new BookAmounts(accrual, amounts, invoiceAmounts, movedAmount);
    }
}
