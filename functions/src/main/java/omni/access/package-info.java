/**
 * Who is calling and what they may do: formats and hashes of secrets, principals, scopes, operators, cookies (contract 3).
 *
 * <p>Owns: what a credential looks like and grants, sealing of cookies, the secrets of a deployment and the ports to the
 * identity provider. Does not own: keys as stored things (omni.credential), people and organizations (omni.member), storage,
 * HTTP, the exchange with an OIDC provider.
 *
 * <p>Invariants: a secret is never stored and shown once, only its keyed hash rests; wrong shape or checksum is refused
 * before any read; a key never acts as a human; nobody grants a scope that they lack.
 */
@NullMarked
package omni.access;

import org.jspecify.annotations.NullMarked;
