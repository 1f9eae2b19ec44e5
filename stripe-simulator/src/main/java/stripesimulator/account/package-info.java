/**
 * One test-mode account: its objects as the JSON documents that Stripe shows, and its log of events.
 *
 * <p>Owns: how objects are found, changed and kept, their ids, and what an event looks like. Does not own: what any object means,
 * except for what {@link stripesimulator.account.Kinds} says.
 *
 * <p>Invariants: a request changes everything it should or nothing ({@link stripesimulator.account.Change}); what was answered
 * survives an abrupt kill where a folder is given ({@link stripesimulator.account.Journal}); ids come from a seed, so runs
 * repeat.
 */
@NullMarked
package stripesimulator.account;

import org.jspecify.annotations.NullMarked;
