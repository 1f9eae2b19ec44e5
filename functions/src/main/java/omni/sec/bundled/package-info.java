/**
 * The data set that ships with the product, as a source of filings.
 *
 * <p>Owns: the format of the resources under {@code omni/sec/} (read here, written by the same classes for the builder
 * in module {@code local}) and the search of names over them. Does not own: what is answered from the facts.
 *
 * <p>Format: UTF-8 lines of tab-separated columns. {@code index.tsv} names the edition, the first key of every page and
 * what is held; tables are cut into pages of about 16 kB, sorted by key, so that a look-up reads a page, not a table;
 * filings are one resource per issuer, statements one per issuer, form and statement.
 *
 * <p>Invariants: nothing is read before the first look-up; one look-up reads a bounded number of pages; an unreadable
 * resource is a failed reading, never an exception.
 */
@NullMarked
package omni.sec.bundled;

import org.jspecify.annotations.NullMarked;
