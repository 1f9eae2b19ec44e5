/**
 * A Stripe of our own: stateful, on loopback, speaking Stripe's published wire format so that stripe-java needs no
 * special case.
 *
 * <p>Owns: the objects of one test-mode account, what its meters count, its event log, the delivery of signed webhooks,
 * and the hosted page where a card is entered. Does not own: anything of the product; it imports nothing from it, nor stripe-java, so that
 * a mistake in the one is not repeated in the other.
 *
 * <p>Invariants: a request changes everything it should or nothing ({@link omni.local.stripe.Change}); what was
 * answered survives an abrupt kill where a folder is given ({@link omni.local.stripe.Journal}); webhooks go out in the
 * order of their events, one at a time, until accepted or given up; ids come from a seed, so runs repeat; a card's
 * number is never kept.
 *
 * <p>Times are seconds of the clock given; only the pause between two attempts at a webhook is real time.
 */
@org.jspecify.annotations.NullMarked
package omni.local.stripe;
