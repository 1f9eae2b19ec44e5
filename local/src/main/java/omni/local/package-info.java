/**
 * The local world: the whole product on one machine, in one process.
 *
 * <p>Owns the movable clock, the command line of {@code ./omni up}, the data folder with its lock, and the routes under
 * {@code /_local/}. Its sub-packages stand in for one outside system each: {@code gateway} for API Gateway,
 * {@code dynamodb} for DynamoDB and its stream's event source, {@code oidc} for the sign-in provider.
 *
 * <p>Does not own any business rule: it calls the Lambda handlers that AWS calls, with the same JSON.
 *
 * <p>Every time that leaves this package is read from {@link omni.local.machine.MovableClock}; only waiting (timeouts, polling)
 * uses the machine's own clock. Files are replaced, never edited in place, so that a process killed at any moment leaves the
 * old or the new content.
 */
@NullMarked
package omni.local;

import org.jspecify.annotations.NullMarked;
