/**
 * API Gateway's REST API, on 127.0.0.1: routing, the REQUEST authorizer, AWS_PROXY events and answers, gateway responses.
 *
 * <p>Owns what the gateway adds, refuses and rewrites on its own; does not own routes, functions or response texts, which come
 * in as data. Where AWS forces a rule on the product (a renamed header, a size, a timeout), the same rule holds here, so that
 * what works locally works there.
 *
 * <p>Paths under {@code /_local/} bypass the gateway: they are controls of the local world and do not exist in AWS.
 *
 * <p>Invariants: a function sees a request only after the authorizer's policy allowed it; a handler sees JSON bytes and nothing
 * else of this process; an answer is either the function's or one gateway response, never a mix.
 */
@NullMarked
package omni.local.gateway;

import org.jspecify.annotations.NullMarked;
