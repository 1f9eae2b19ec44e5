package omni.catalog;

import omni.metering.MeterClass;

/**
 * One route of the catalogue.
 *
 * @param number permanent, never reused
 * @param method {@code GET} or {@code POST} …; HEAD is sold as GET
 * @param template path with {@code {name}} for one segment and {@code **} for one or more
 * @param target who answers it
 * @param commitBefore commits before the work, for work that must not run unpaid
 */
public record RouteEntry(
        int number, String method, PathTemplate template, Target target, boolean commitBefore, MeterClass meterClass) {

    /** Who answers a route. */
    public enum Target {
        BUILTIN,
        UPSTREAM
    }

    /** The endpoint's name in usage rows: method and path template. */
    public String endpointKey() {
        return method + " " + template.text();
    }
}
