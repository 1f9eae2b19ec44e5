package omni.call;

import java.util.Map;
import omni.billing.Money;
import omni.http.Responses;
import org.jspecify.annotations.Nullable;

/**
 * What a call came to, before the last headers are put on.
 *
 * @param standing the organization after the call; null where none is known
 * @param meterClass key of the class; null where no meter header belongs
 * @param cost what the answer says that the call cost under the plan
 * @param usageId of a metered call that reached its work; null otherwise
 */
record Served(
        Responses.Rendered rendered,
        MeterHeaders.@Nullable Standing standing,
        @Nullable String meterClass,
        Money cost,
        @Nullable String usageId) {

    Served with(String header, String value) {
        return with(Map.of(header, value));
    }

    Served with(Map<String, String> headers) {
        return new Served(rendered.with(headers), standing, meterClass, cost, usageId);
    }
}
