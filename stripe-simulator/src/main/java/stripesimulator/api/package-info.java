/**
 * The rules that every request to the API keeps: key, route, form encoding, parameters, idempotency, lists, expansion, errors.
 *
 * <p>Owns: how a request is read, refused and answered. Does not own: any operation; each is a
 * {@link stripesimulator.api.ApiRoute} of another package. HTTP itself is the server's.
 */
@NullMarked
package stripesimulator.api;

import org.jspecify.annotations.NullMarked;
