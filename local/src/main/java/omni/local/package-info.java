/**
 * The local world: the whole product on one machine, in one process.
 *
 * <p>Its sub-packages: {@code machine} and {@code options} below; one for each outside system that is stood in for ({@code gateway},
 * {@code dynamodb} with its stream's event source, {@code oidc}, {@code stripe}, {@code upstream}); {@code world} puts them together,
 * {@code control} has the routes under {@code /_local/}, {@code command} what {@code ./omni} runs.
 *
 * <p>Does not own any business rule: it calls the Lambda handlers that AWS calls, with the same JSON.
 *
 * <p>Every time that leaves these packages is read from {@link omni.local.machine.MovableClock}; only waiting (timeouts, polling)
 * uses the machine's own clock. Files are replaced, never edited in place, so that a process killed at any moment leaves the
 * old or the new content.
 */
@NullMarked
package omni.local;

import org.jspecify.annotations.NullMarked;
