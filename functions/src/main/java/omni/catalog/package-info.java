/**
 * The catalog file: plans, meter families, meter classes, routes (contract 6 and 7.1), and its loader.
 *
 * <p>Owns: the file's format, its validation (all faults at once, by path; unknown fields are faults) and the matching
 * of a method and path to a route. Does not own: what a limit or price means (omni.metering, omni.billing).
 *
 * <p>Invariants: numbers of classes and routes are unique, permanent and never reused, as stored usage refers to them;
 * at most 14 metered classes, as the account item has room for their windows.
 */
@NullMarked
package omni.catalog;

import org.jspecify.annotations.NullMarked;
