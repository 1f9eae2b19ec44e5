/**
 * The ledger: one row a call, voids and credits, and the roll-ups made of rows (contract 11.7, architecture 5).
 *
 * <p>Owns: {@link omni.ledger.UsageRecorder} (the stream's commits become rows, roll-ups and credits), what a row and a
 * roll-up hold, and the ports that store and list them. Does not own: the charge itself (omni.meter), what a budget raises
 * (omni.budget), invoices (omni.invoicing), storage.
 *
 * <p>Invariants: a batch that is delivered again changes nothing; of the charges of one usage id at most one stays; a
 * roll-up holds each sequence once.
 *
 * <p>Times: a row's time is its commit's clock reading, which decides its hour and its period (UTC).
 */
@NullMarked
package omni.ledger;

import org.jspecify.annotations.NullMarked;
