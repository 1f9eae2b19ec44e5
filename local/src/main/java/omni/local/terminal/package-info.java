/**
 * A chat on a terminal, as any client has it: a ticket, a WebSocket, frames.
 *
 * <p>Owns: the connection and its repair, what a person reads and types. Does not own: who is signed in (the command says it), nor
 * anything of the product, of which it knows the contract alone (section 14).
 */
@NullMarked
package omni.local.terminal;

import org.jspecify.annotations.NullMarked;
