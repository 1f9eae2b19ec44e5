/**
 * Who is calling: formats and hashes of keys and tokens, principals, scopes, sessions, organisations (contract 3).
 *
 * <p>Owns: what a credential looks like, what it grants, and the ports that store keys, sessions and organisations. Does
 * not own: storage, HTTP, the exchange with an OIDC provider.
 *
 * <p>Invariants: a secret is never stored and shown once; only its keyed hash rests; wrong shape or checksum is refused
 * before any read; a key never acts as a human; nobody grants a scope that they lack.
 */
@NullMarked
package omni.access;

import org.jspecify.annotations.NullMarked;
