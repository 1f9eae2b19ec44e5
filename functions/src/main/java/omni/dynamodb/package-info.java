/**
 * The one table: the only importer of the DynamoDB SDK.
 *
 * <p>Owns: the shape of every item, the text of every condition, and the adapters behind the ports of the pure packages.
 * Does not own: any decision. Attribute names are short in the account item alone, which has a budget of 1,024 bytes; {@link
 * omni.dynamodb.AccountItem} maps them with their meaning beside them.
 *
 * <p>Invariants: a condition that fails is a value; throttles, timeouts and canceled transactions are told apart by
 * whether the write can have happened; reads that decide anything are strongly consistent.
 */
@NullMarked
package omni.dynamodb;

import org.jspecify.annotations.NullMarked;
