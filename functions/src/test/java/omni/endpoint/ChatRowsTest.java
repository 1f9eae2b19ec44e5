package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.catalog.ChatRoute;
import omni.fakes.ARow;
import omni.fakes.Ask;
import omni.fakes.Bundled;
import omni.fakes.Rig;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A chat message's row reads as its place, wherever rows are read (contract 11.7). */
class ChatRowsTest {

    private final Rig rig = new Rig();

    ChatRowsTest() {
        rig.usage.add(ARow.of(Rig.ORG, 1, Rig.NOW.minusSeconds(60))
                .route(
                        ChatRoute.NUMBER,
                        Bundled.meterClass("intelligence_query").number())
                .beforeWork()
                .build());
    }

    private Ask.Answer read(Endpoints route, String path, String... query) {
        var ask = Ask.of("GET", path).by(rig.byKey("billing:read"));
        for (var index = 0; index < query.length; index += 2) {
            ask.query(query[index], query[index + 1]);
        }
        return ask.of(rig.function(route));
    }

    private static void isAChatMessage(Object row) {
        assertThat(Json.asObject(row))
                .containsAllEntriesOf(Map.of(
                        "endpointKey", "WS /ws",
                        "method", "WS",
                        "path", "/ws",
                        "meterClass", "intelligence_query"));
    }

    private static Object first(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list)).getFirst();
    }

    @Test
    void inTheListTheExportTheBreakdownTheActivityAndTheDiagnostics() {
        isAChatMessage(first(read(Endpoints.GET_USAGE_REQUESTS, "/v1/dashboard/usage/requests")
                .json()
                .get("data")));
        isAChatMessage(first(read(Endpoints.EXPORT_USAGE, "/v1/dashboard/usage/export")
                .json()
                .get("data")));
        isAChatMessage(first(read(Endpoints.GET_USAGE_ENDPOINTS, "/v1/dashboard/usage/endpoints")
                .json()
                .get("data")));
        isAChatMessage(first(read(Endpoints.GET_ACTIVITY, "/v1/dashboard/usage/activity")
                .json()
                .get("recentRequests")));
        assertThat(read(Endpoints.EXPORT_USAGE, "/v1/dashboard/usage/export", "format", "csv")
                        .text())
                .contains(",WS,/ws,WS /ws,intelligence_query,");
    }
}
