/**
 * The chat over a WebSocket: its three routes and the run that answers messages, as functions; what a client may send and what it is sent;
 * the order in which one message is judged, charged and begun (contract 14).
 *
 * <p>Owns: frames in both directions, {@link omni.socket.OpenChat}, {@link omni.socket.ReceiveChatMessage},
 * {@link omni.socket.CloseChat}, {@link omni.socket.RunChat}. Does not own: what a chat is made of (omni.chat), decisions about money
 * (omni.meter), what a refusal says (omni.refusal).
 *
 * <p>Invariant: nothing works on a message before its commit, and whoever is refused has taken no place in the window.
 */
@NullMarked
package omni.socket;

import org.jspecify.annotations.NullMarked;
