/**
 * DynamoDB on this machine, and what AWS runs behind its stream.
 *
 * <p>{@code LocalDynamoDb} is DynamoDB Local inside this process. {@code StreamPump} is Lambda's event source mapping: it works
 * on any endpoint with streams. Does not own the table, its items or what the function does with a record.
 *
 * <p>Invariants of the pump: per shard, records are delivered in order; a shard follows its parent; a position is saved only
 * after its records were taken or parked, so that a killed process delivers again rather than never; nothing is skipped silently.
 */
@NullMarked
package omni.local.dynamodb;

import org.jspecify.annotations.NullMarked;
