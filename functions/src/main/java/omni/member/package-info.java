/**
 * People and organizations: sign-up, invitations, members, sessions, settings (contract 3.1, 11.1, 11.8).
 *
 * <p>Owns: who belongs to which organization, sessions in the browser, how a bearer or a cookie becomes a principal, and
 * the ports that store people. Does not own: keys (omni.credential), the identity provider's protocol (omni.identity), HTTP.
 *
 * <p>Invariants: who a person is follows from the address that was verified at this sign-in or in this token; removal ends
 * every way in at once; joining is chosen by the person who joins.
 */
@NullMarked
package omni.member;

import org.jspecify.annotations.NullMarked;
