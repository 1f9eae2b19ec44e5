/**
 * What is written to the log, and what is counted from it (docs/operations-metrics.md).
 *
 * <p>Owns: every line that is written ({@link omni.log.LogLine}, each with the metrics that it tells), the alarms, and how metrics
 * stand in a line ({@link omni.log.MeasuredLog}). Does not own: where a line goes.
 *
 * <p>Invariants: no secret reaches a log; each alarm has a line of its own; a commit's line holds its whole row.
 */
@NullMarked
package omni.log;

import org.jspecify.annotations.NullMarked;
