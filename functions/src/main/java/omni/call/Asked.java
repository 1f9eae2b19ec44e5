package omni.call;

import omni.http.Request;
import omni.http.Trace;

/** A request on its way: what is asked of which operation, under which labels. */
record Asked(Operation operation, Request request, Trace trace) {}
