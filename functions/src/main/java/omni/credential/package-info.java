/**
 * API keys and sponsor tokens as an organization has them (contract 3.2, 3.5, 11.2, 11.4).
 *
 * <p>Owns: the key ring with its limits, rotation and revocation, the exchange of a sponsor token for a key, and the ports
 * that store them. Does not own: the format of a secret (omni.access), people (omni.member), storage.
 *
 * <p>Invariants: a sponsor token is used once; a ring's limits hold under concurrency, as each change names the version of the
 * ring that it was decided on; a revoked key stays revoked.
 */
@NullMarked
package omni.credential;

import org.jspecify.annotations.NullMarked;
