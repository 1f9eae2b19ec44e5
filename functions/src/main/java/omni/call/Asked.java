package omni.call;

import omni.http.Request;
import omni.http.Trace;

/**
 * A request on its way: what is asked of which operation, under which labels.
 *
 * @param mcpTool whether it was made of a message to the route's MCP tool
 */
record Asked(Operation operation, Request request, Trace trace, boolean mcpTool) {}
