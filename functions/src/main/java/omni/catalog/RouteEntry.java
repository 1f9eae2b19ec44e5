package omni.catalog;

import java.util.Optional;
import omni.billing.MeterClass;

/**
 * One route of the catalog.
 *
 * @param number permanent, never reused
 * @param method {@code GET} or {@code POST} …; HEAD is sold as GET
 * @param template path with {@code {name}} for one segment and {@code **} for one or more
 * @param target who answers it
 * @param testMode what a test key gets of a route of the upstream; built-in ones serve it their own samples
 * @param commitBefore commits before the work, for work that must not run unpaid
 * @param said what the catalog says of it
 */
public record RouteEntry(
        int number,
        String method,
        PathTemplate template,
        Target target,
        TestMode testMode,
        boolean commitBefore,
        MeterClass meterClass,
        RouteDescription said) {

    /** Who answers a route. */
    public enum Target {
        BUILTIN,
        UPSTREAM
    }

    /** What a test key gets. */
    public enum TestMode {
        /** A sample, of the built-in route or of an upstream that is told that the key is a test key. */
        SAMPLE,
        /** Nothing: the upstream has no samples, and nobody reads for nothing what others pay for. */
        REFUSE
    }

    /** The endpoint's name in usage rows: method and path template. */
    public String endpointKey() {
        return method + " " + template.text();
    }

    /** The MCP tool that it is offered as. */
    public Optional<RouteDescription.Tool> tool() {
        return said.tool();
    }
}
