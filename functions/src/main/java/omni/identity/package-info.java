/**
 * What an OIDC issuer says of people: sign-in and access tokens. The only importer of the JOSE library.
 *
 * <p>Owns: discovery, the issuer's keys, the authorization code flow with PKCE, what makes an identity token or an access token
 * good. Does not own: cookies, sessions, what a first sign-in makes, what a person may do (omni.access), any answer to a caller.
 *
 * <p>Invariants: only RS256 and ES256, only keys that the issuer publishes over the address it was configured with; a
 * redirect is never followed; each request has a deadline; what an outage hides is never reported as a refusal. Times of
 * tokens are compared with the given clock, 60 seconds of drift forgiven; ages of cached documents are measured on it too.
 */
@NullMarked
package omni.identity;

import org.jspecify.annotations.NullMarked;
