/**
 * What is written to the log, and what is counted from it (docs/operations-metrics.md).
 *
 * <p>Owns: the lines of requests, commits and alarms, and the metrics made of them. Does not own: where a line goes.
 *
 * <p>Invariants: no secret reaches a log; each alarm has a line of its own; a commit's line holds its whole row.
 */
@NullMarked
package omni.log;

import org.jspecify.annotations.NullMarked;
