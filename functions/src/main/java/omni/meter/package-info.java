/**
 * The meter: may this call run, who pays for it, and the one conditional write that counts it (contract 4 and 6,
 * architecture 5).
 *
 * <p>Owns: {@link omni.meter.Admission} (the decision), {@link omni.meter.CommitPlan} (the write and the facts it
 * stands on), {@link omni.meter.Metering} (the bounded loop around both, unknown outcomes included), idempotency records,
 * quotes, the limit on client addresses, and the port {@link omni.meter.Meter}. Does not own: the account (omni.account), rows
 * and credits (omni.ledger), prices and states (omni.billing), storage, HTTP.
 *
 * <p>Invariants: a call that succeeds is charged once; no cap is ever passed; a refusal writes nothing; nothing that a
 * caller sends can name, merge or suppress a charge, as a charge's identity is the usage id that the server makes.
 *
 * <p>Times: {@code now} is the clock's reading, but never earlier than the start of the account's minute, so that
 * windows and periods do not run backwards when the clock does.
 */
@NullMarked
package omni.meter;

import org.jspecify.annotations.NullMarked;
