/**
 * The meter: may this call run, who pays for it, and the one conditional write that counts it (contract 4 and 6,
 * architecture 5).
 *
 * <p>Owns: {@link omni.metering.Admission} (the decision), {@link omni.metering.CommitPlan} (the write and the facts it
 * stands on), {@link omni.metering.Metering} (the bounded loop around both, unknown outcomes included), usage rows,
 * voids and credits, {@link omni.metering.PaymentFacts} (how an account learns what the provider says), {@link
 * omni.metering.MeteringKeeper} (the subscription that usage is invoiced through), quotes, approvals,
 * what is told of budgets and states, and the ports {@link omni.metering.Meter}, {@link omni.metering.Ledger}, {@link
 * omni.metering.Budgets} and {@link omni.metering.UsageHistory}. Does not own: prices and states (omni.billing), storage, HTTP.
 *
 * <p>Invariants: a call that succeeds is charged once; no cap is ever passed; a refusal writes nothing; nothing that a
 * caller sends can name, merge or suppress a charge, as a charge's identity is the usage id that the server makes.
 *
 * <p>Times: {@code now} is the clock's reading, but never earlier than the start of the account's minute, so that
 * windows and periods do not run backwards when the clock does.
 */
@NullMarked
package omni.metering;

import org.jspecify.annotations.NullMarked;
