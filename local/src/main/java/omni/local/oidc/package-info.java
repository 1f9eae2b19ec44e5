/**
 * The sign-in provider of the local world: OpenID Connect by {@code mock-oauth2-server}, with people one can be.
 *
 * <p>Owns the login page, the signing key and the known users. Does not own sessions or organizations: it says who somebody
 * is, nothing more. There are no passwords; it listens on 127.0.0.1 only.
 *
 * <p>Invariants: the subject of an e-mail address is always the same; the issuer of a data folder is always the same, as
 * identities are made of issuer and subject; token times are on the movable clock.
 */
@NullMarked
package omni.local.oidc;

import org.jspecify.annotations.NullMarked;
