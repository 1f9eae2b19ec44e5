/**
 * The functions that no route calls: the authorizer, the consumer of the table's stream, what schedules run; and {@link
 * omni.job.Jobs}, the list of them all.
 *
 * <p>Owns: one file for each function. Does not own: rules and storage, nor where its parts come from (omni.lambda).
 */
@NullMarked
package omni.job;

import org.jspecify.annotations.NullMarked;
