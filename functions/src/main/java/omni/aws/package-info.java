/**
 * AWS besides the table: the store of secrets, the open connections of a chat, and the function that is started for a chat.
 *
 * <p>Owns: the requests to Secrets Manager, to API Gateway's {@code @connections} and to Lambda. Does not own: which secret is for what
 * and how long it is kept (omni.lambda), what is said on a connection.
 *
 * <p>Invariants: each request has a deadline; an outage is an outcome; no text of a secret stands in a message. Knows no
 * client of a service: one operation is one signed request, and the clients' jars would not fit the artifacts.
 */
@NullMarked
package omni.aws;

import org.jspecify.annotations.NullMarked;
