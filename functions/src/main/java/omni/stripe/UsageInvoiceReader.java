package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.param.InvoiceLineItemListParams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.UsageInvoice;
import omni.billing.UsageInvoice.Status;

/** Reads what Stripe shows of an invoice, if it is one of usage. */
final class UsageInvoiceReader {

    private static final String DRAFT = "draft";

    /** The reason of the invoice that Stripe makes when a subscription begins: a period without length. */
    private static final String FIRST = "subscription_create";

    private final StripeClient stripe;
    private final SyncedCatalog catalog;

    UsageInvoiceReader(StripeClient stripe, SyncedCatalog catalog) {
        this.stripe = stripe;
        this.catalog = catalog;
    }

    Optional<UsageInvoice> read(Invoice invoice) throws StripeException {
        var parent = invoice.getParent();
        var subscription = parent == null ? null : parent.getSubscriptionDetails();
        if (subscription == null || FIRST.equals(invoice.getBillingReason())) {
            return Optional.empty();
        }
        var lines = usageLines(invoice);
        var metadata = subscription.getMetadata();
        boolean marked = metadata != null && CatalogMarks.USAGE.equals(metadata.get(CatalogMarks.METER));
        return marked || !lines.isEmpty() ? Optional.of(usage(invoice, lines)) : Optional.empty();
    }

    private static UsageInvoice usage(Invoice invoice, List<InvoiceLineItem> lines) {
        long start = lines.stream()
                .map(InvoiceLineItem::getPeriod)
                .filter(Objects::nonNull)
                .map(InvoiceLineItem.Period::getStart)
                .filter(Objects::nonNull)
                .min(Long::compare)
                .orElseGet(() -> required(invoice.getPeriodStart(), "period_start"));
        long used = lines.stream()
                .map(InvoiceLineItem::getQuantity)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        var period = InvoicePeriod.at(Instant.ofEpochSecond(start));
        boolean draft = DRAFT.equals(invoice.getStatus());
        return new UsageInvoice(
                required(invoice.getId(), "id of the invoice"),
                required(invoice.getCustomer(), "customer"),
                period,
                !Instant.ofEpochSecond(required(invoice.getCreated(), "created"))
                        .isBefore(period.end()),
                draft ? Status.DRAFT : Status.FINAL,
                new Money(used),
                draft && !Boolean.TRUE.equals(invoice.getAutoAdvance()));
    }

    private List<InvoiceLineItem> usageLines(Invoice invoice) throws StripeException {
        var usage = new ArrayList<InvoiceLineItem>();
        for (var line : lines(invoice)) {
            var pricing = line.getPricing();
            var price = pricing == null ? null : pricing.getPriceDetails();
            if (price != null && catalog.productOf(price.getProduct()) instanceof SyncedCatalog.Sold.Usage) {
                usage.add(line);
            }
        }
        return usage;
    }

    /** An invoice comes with its first lines only. */
    private Iterable<InvoiceLineItem> lines(Invoice invoice) throws StripeException {
        var lines = invoice.getLines();
        if (lines == null || lines.getData() == null) {
            return List.of();
        }
        if (!Boolean.TRUE.equals(lines.getHasMore())) {
            return lines.getData();
        }
        var page = InvoiceLineItemListParams.builder().setLimit(Pages.SIZE).build();
        return Pages.all(stripe.v1().invoices().lineItems().list(required(invoice.getId(), "id of the invoice"), page));
    }
}
