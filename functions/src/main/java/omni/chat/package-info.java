/**
 * What a chat is made of, whoever carries it: tickets, connections, the window of accepted messages, a message's life from its commit to
 * its proof, and the ports of these and of the runtime that answers (contract 14).
 *
 * <p>Invariant: a message is billed once or not at all, and never for nothing.
 */
@NullMarked
package omni.chat;

import org.jspecify.annotations.NullMarked;
