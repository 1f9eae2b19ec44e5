/**
 * The Model Context Protocol over HTTP, without sessions (contract 13.2): what a message is in either era, which tools there are,
 * and what a route's answer becomes. It serves no call itself.
 */
@NullMarked
package omni.mcp;

import org.jspecify.annotations.NullMarked;
