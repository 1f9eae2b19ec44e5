/**
 * The sign-in provider of the local world: OpenID Connect and what MCP clients need of OAuth, on {@code mock-oauth2-server}, with
 * people one can be.
 *
 * <p>Owns the login page, the signing key, the known users, the clients, and what people have granted to them. Does not own sessions or
 * organizations: it says who somebody is, and for which resource, nothing more. There are no passwords; it listens on 127.0.0.1 only.
 *
 * <p>Invariants: the subject of an e-mail address is always the same; the issuer of a data folder is always the same, as
 * identities are made of issuer and subject; times of codes and tokens are on the movable clock. A browser is sent to no address that
 * its client has not registered; a code or refresh token is good once, for its client alone; no token is for a resource that the person
 * was not asked for.
 */
@NullMarked
package omni.local.oidc;

import org.jspecify.annotations.NullMarked;
