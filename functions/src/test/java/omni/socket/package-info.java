/** Tests of the chat over a WebSocket. */
@NullMarked
package omni.socket;

import org.jspecify.annotations.NullMarked;
