/**
 * The adapter to Stripe, and the only importer of stripe-java.
 *
 * <p>Owns: how our requests and readings are said in Stripe's terms, which of Stripe's answers mean done, refused or
 * unknown, and whether a webhook is Stripe's. Does not own: what follows from an event or a reading (omni.billing), or
 * any stored fact.
 *
 * <p>Invariants: no static state, so that clients for several accounts live in one process; no write without the
 * caller's idempotency key, or that of the one run of a sync; a lost answer is never reported as a failure; a webhook is judged by its raw bytes.
 *
 * <p>Times are Stripe's, in whole seconds, except the {@code now} of a signature check, which is ours.
 */
@org.jspecify.annotations.NullMarked
package omni.stripe;
