package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.Invoice.Parent.SubscriptionDetails;
import com.stripe.model.InvoiceLineItem;
import com.stripe.param.InvoiceLineItemListParams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.UsageInvoice;
import omni.billing.UsageInvoice.Status;
import org.jspecify.annotations.Nullable;

/** Reads what Stripe shows of an invoice, if it is one of usage. */
final class UsageInvoiceReader {

    private static final String DRAFT = "draft";
    private static final String ADDED_BY_HAND = "invoice_item_details";

    /** The reason of the invoice that Stripe makes when a subscription begins: a period without length. */
    private static final String FIRST = "subscription_create";

    private final StripeClient stripe;
    private final SyncedCatalog catalog;

    UsageInvoiceReader(StripeClient stripe, SyncedCatalog catalog) {
        this.stripe = stripe;
        this.catalog = catalog;
    }

    Optional<UsageInvoice> read(Invoice invoice) throws StripeException {
        var reason = invoice.getBillingReason();
        if (FIRST.equals(reason) || !isOfSubscription(invoice)) {
            return Optional.empty();
        }
        boolean marked = isMarked(invoice);
        var lines = usageLines(invoice, marked);
        return marked || !lines.isEmpty() ? Optional.of(usage(invoice, lines)) : Optional.empty();
    }

    private static @Nullable SubscriptionDetails details(Invoice invoice) {
        var parent = invoice.getParent();
        return parent == null ? null : parent.getSubscriptionDetails();
    }

    private static boolean isOfSubscription(Invoice invoice) {
        var reason = invoice.getBillingReason();
        return details(invoice) != null || (reason != null && reason.startsWith("subscription"));
    }

    private static boolean isMarked(Invoice invoice) {
        var details = details(invoice);
        var metadata = details == null ? null : details.getMetadata();
        return metadata != null && CatalogMarks.USAGE.equals(metadata.get(CatalogMarks.METER));
    }

    private static UsageInvoice usage(Invoice invoice, List<InvoiceLineItem> lines) {
        long start = lines.stream()
                .map(line -> required(line.getPeriod(), "period of a line of usage"))
                .map(period -> required(period.getStart(), "start of a line's period"))
                .min(Long::compare)
                .orElseGet(() -> required(invoice.getPeriodStart(), "period_start"));
        long used = lines.stream()
                .mapToLong(line -> required(line.getQuantity(), "quantity of a line of usage"))
                .sum();
        var period = InvoicePeriod.at(Instant.ofEpochSecond(start));
        boolean draft = DRAFT.equals(required(invoice.getStatus(), "status of the invoice"));
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

    /** Of a subscription that is {@code marked} as ours each line of its own has to say what it is for: it may be usage. */
    private List<InvoiceLineItem> usageLines(Invoice invoice, boolean marked) throws StripeException {
        var usage = new ArrayList<InvoiceLineItem>();
        for (var line : lines(invoice)) {
            var pricing = line.getPricing();
            var price = pricing == null ? null : pricing.getPriceDetails();
            var product = price == null ? null : price.getProduct();
            if (marked && !isAddedByHand(line)) {
                required(product, "product of a line of usage");
            }
            if (product != null && catalog.productOf(product) instanceof SyncedCatalog.Sold.Usage) {
                usage.add(line);
            }
        }
        return usage;
    }

    private static boolean isAddedByHand(InvoiceLineItem line) {
        var parent = line.getParent();
        return parent != null && ADDED_BY_HAND.equals(parent.getType());
    }

    /** An invoice comes with its first lines only. */
    private Iterable<InvoiceLineItem> lines(Invoice invoice) throws StripeException {
        var lines = required(invoice.getLines(), "lines of the invoice");
        if (!Boolean.TRUE.equals(lines.getHasMore())) {
            return required(lines.getData(), "data of the invoice's lines");
        }
        var page = InvoiceLineItemListParams.builder().setLimit(Pages.SIZE).build();
        return Pages.all(stripe.v1().invoices().lineItems().list(required(invoice.getId(), "id of the invoice"), page));
    }
}
