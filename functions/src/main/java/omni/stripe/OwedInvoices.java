package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoicePayment;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoicePaymentListParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import omni.billing.CustomerReading.OwedInvoice;

/**
 * A customer's invoices that may be debts (contract 5.1): open or uncollectible, but not the first one of a subscription that never
 * began, as nothing was sold by it, and not an open one while its payment is on the way.
 */
final class OwedInvoices {

    private static final String FIRST = "subscription_create";
    private static final String ON_THE_WAY = "processing";

    private final StripeClient stripe;

    OwedInvoices(StripeClient stripe) {
        this.stripe = stripe;
    }

    /** Those of a customer whose subscriptions {@code unbegun} are incomplete, expired or not. */
    List<OwedInvoice> of(String customerId, Set<String> unbegun) throws StripeException {
        var owed = new ArrayList<OwedInvoice>();
        for (var invoice : list(customerId, InvoiceListParams.Status.OPEN)) {
            if (!isFirst(invoice, unbegun)) {
                var found = owedInvoice(invoice);
                if (found.isPresent() && !(mayBeDue(found.get()) && isOnTheWay(found.get()))) {
                    owed.add(found.get());
                }
            }
        }
        for (var invoice : list(customerId, InvoiceListParams.Status.UNCOLLECTIBLE)) {
            if (!isFirst(invoice, unbegun)) {
                owedInvoice(invoice).ifPresent(owed::add);
            }
        }
        return owed;
    }

    private Iterable<Invoice> list(String customerId, InvoiceListParams.Status status) throws StripeException {
        var params = InvoiceListParams.builder()
                .setCustomer(customerId)
                .setStatus(status)
                .setLimit(Pages.SIZE)
                .build();
        return Pages.all(stripe.v1().invoices().list(params));
    }

    private static boolean isFirst(Invoice invoice, Set<String> unbegun) {
        var parent = invoice.getParent();
        var details = parent == null ? null : parent.getSubscriptionDetails();
        var subscription = details == null ? null : details.getSubscription();
        var reason = invoice.getBillingReason();
        return subscription != null && unbegun.contains(subscription) && (reason == null || FIRST.equals(reason));
    }

    /** Nobody has to be asked about the payment of an invoice that is no debt yet anyway. */
    private static boolean mayBeDue(OwedInvoice invoice) {
        return invoice.chargeAttempted() || invoice.dueAt().isPresent();
    }

    private boolean isOnTheWay(OwedInvoice invoice) throws StripeException {
        var params = InvoicePaymentListParams.builder()
                .setInvoice(invoice.id())
                .setStatus(InvoicePaymentListParams.Status.OPEN)
                .setLimit(Pages.SIZE)
                .build();
        for (var payment : Pages.all(stripe.v1().invoicePayments().list(params))) {
            if (isOnTheWay(payment)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOnTheWay(InvoicePayment payment) throws StripeException {
        var made = payment.getPayment();
        var intent = made == null ? null : made.getPaymentIntent();
        return intent != null
                && ON_THE_WAY.equals(
                        stripe.v1().paymentIntents().retrieve(intent).getStatus());
    }

    /** One that says nothing of when it became due or final is since no time owed: the customer wins. */
    private static Optional<OwedInvoice> owedInvoice(Invoice invoice) {
        var transitions = invoice.getStatusTransitions();
        return Moments.of(transitions == null ? null : transitions.getFinalizedAt())
                .or(() -> Moments.of(invoice.getCreated()))
                .or(() -> Moments.of(invoice.getDueDate()))
                .map(finalized -> new OwedInvoice(
                        required(invoice.getId(), "id of the invoice"),
                        Boolean.TRUE.equals(invoice.getAttempted()),
                        Moments.of(invoice.getDueDate()),
                        finalized));
    }
}
