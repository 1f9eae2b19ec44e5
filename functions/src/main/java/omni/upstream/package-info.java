/**
 * The operator's own API, sold by the call: a request of a forwarded route on its way there and back (contract 7.1).
 *
 * <p>Owns: what is passed on and what is not, in both directions; the limits of time and size; what an answer that can't be
 * passed becomes. Does not own: which route is forwarded (omni.call.Routing), what it costs (omni.metering), the headers of
 * contract 8 (omni.http).
 *
 * <p>Invariants: no request leaves the origin of {@code upstream.baseUrl}; nothing that a caller sends passes for a header
 * of ours; no credential of a caller leaves; no redirect is followed; an answer is held whole before it is paid for.
 */
@NullMarked
package omni.upstream;

import org.jspecify.annotations.NullMarked;
