package omni.sec;

import java.util.LinkedHashMap;
import java.util.Map;
import omni.sec.bundled.BundledFilings;

/** Short ways to ask and to read answers in tests. */
final class Look {

    static final FilingSource BUNDLED = new BundledFilings();

    private Look() {}

    /** {@code "ticker=AAPL&fy=2024"} as a map; {@code %26} is an ampersand. */
    static Map<String, String> query(String query) {
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals), pair.substring(equals + 1).replace("%26", "&"));
            }
        }
        return parameters;
    }

    static <T> T record(Lookup<T> lookup) {
        return switch (lookup) {
            case Lookup.Found<T> found -> found.record();
            case Lookup.Refused<T>(var refusal) -> throw new AssertionError(refusal);
        };
    }

    static <T> LookupRefusal refusal(Lookup<T> lookup) {
        return switch (lookup) {
            case Lookup.Found<T> found -> throw new AssertionError("found " + found.record());
            case Lookup.Refused<T>(var refusal) -> refusal;
        };
    }

    /** {@code code} or {@code code:parameter}, as the tables of refusals write it. */
    static <T> String refused(Lookup<T> lookup) {
        var refusal = refusal(lookup);
        return refusal instanceof LookupRefusal.InvalidParameter fault
                ? refusal.code() + ":" + fault.parameter()
                : refusal.code();
    }
}
