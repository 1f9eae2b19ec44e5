/**
 * The first utility: issuers, filings, sections and statements (contract 11.12).
 *
 * <p>Owns: the port to a source of filings ({@link omni.sec.FilingSource}), the four look-ups over it
 * ({@link omni.sec.EntityLookup}, {@link omni.sec.FilingLookup}, {@link omni.sec.SectionLookup},
 * {@link omni.sec.StatementLookup}), what they refuse ({@link omni.sec.LookupRefusal}), and the three views of an object ({@link omni.sec.Viewed}).
 *
 * <p>Does not own: HTTP, authentication, metering, JSON; the bundled facts are in {@link omni.sec.bundled}.
 *
 * <p>Invariants: a look-up throws for no input; every view says no more than the default one; a filing without accession number is never served; ids depend on CIK,
 * accession number and section alone; nothing here reads a clock. Times: {@code createdAt} and {@code retrievedAt} say
 * when the source's facts were read, {@code filingDate} is the SEC's date of filing, {@code periodEnd} the last day of
 * the period that a figure speaks of.
 */
@NullMarked
package omni.sec;

import org.jspecify.annotations.NullMarked;
