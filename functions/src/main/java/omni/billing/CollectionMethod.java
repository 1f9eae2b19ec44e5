package omni.billing;

/** How the provider gets the money of an invoice. */
public enum CollectionMethod {
    /** It charges the card on file. */
    CARD,
    /** It mails the invoice, to be paid within {@link UsageBilling#INVOICE_DAYS}: for a contract without a card. */
    INVOICE
}
