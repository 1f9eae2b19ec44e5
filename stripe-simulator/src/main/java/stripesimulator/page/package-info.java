/**
 * The hosted pages: checkout and portal, in plain HTML and form encoding, and a way for programs to enter a card.
 *
 * <p>Owns: what a person sees and which buttons there are. Does not own: what a button sets off in the account.
 */
@NullMarked
package stripesimulator.page;

import org.jspecify.annotations.NullMarked;
