/**
 * The billing rules: plans, rate card, money, budget, and {@link omni.billing.BillingStateRules}, the pure derivation of
 * the billing state from facts (contract 5 and 6).
 *
 * <p>Owns: what is bought, what it costs, what a state allows, and the port to the payment provider
 * ({@link omni.billing.Payments}). Does not own: whether one call may run (that is {@code omni.meter}), storage, HTTP,
 * Stripe's wire.
 *
 * <p>Invariants: the state is never stored and never stepped, it is derived; money is integer micro-dollars; nothing
 * here reads a clock, so every {@code now} is an argument and means the instant of the decision.
 */
@NullMarked
package omni.billing;

import org.jspecify.annotations.NullMarked;
