/**
 * Meters and the usage that is reported to them.
 *
 * <p>Owns: {@code /v1/billing/meters}, meter events and their totals. Does not own: what usage costs.
 */
@NullMarked
package stripesimulator.meter;

import org.jspecify.annotations.NullMarked;
