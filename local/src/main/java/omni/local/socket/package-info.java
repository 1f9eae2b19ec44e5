/**
 * API Gateway's WebSocket API and Lambda's asynchronous invocation, on 127.0.0.1: handshakes, events in, frames out, limits.
 *
 * <p>Owns what the gateway adds, refuses and closes on its own, and what may go wrong with an asynchronous invocation; does not own what
 * is said on a connection. Where AWS forces a rule on the product (a size, a time, an answer of {@code @connections}), the same rule
 * holds here, so that what works locally works there.
 *
 * <p>Invariants: a connection is open only after the function of {@code $connect} allowed it; messages of one connection are handled at
 * the same time, as Lambda does; whoever asks {@code @connections} or invokes has signed the request.
 */
@NullMarked
package omni.local.socket;

import org.jspecify.annotations.NullMarked;
