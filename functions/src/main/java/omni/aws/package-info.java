/**
 * AWS besides the table: the store of secrets.
 *
 * <p>Owns: the requests to Secrets Manager. Does not own: which secret is for what and how long it is kept (omni.lambda).
 *
 * <p>Invariants: each request has a deadline; an outage is an outcome; no text of a secret stands in a message. Knows no
 * client of the service: one operation is one signed request, and the client's jar would not fit the authorizer's artifact.
 */
@NullMarked
package omni.aws;

import org.jspecify.annotations.NullMarked;
