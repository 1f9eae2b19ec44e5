package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import omni.call.Caller;
import omni.call.EndpointFunction;
import omni.event.AuditEvent;
import omni.event.ListPosition;
import omni.fakes.ARow;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.http.Cursor;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reads of usage refuse, and how their lists are walked. Contract 2, 9.4, 11.7, 11.9. */
class UsageReadsTest {

    private static final String REQUESTS = "/v1/dashboard/usage/requests";
    private static final String OTHER = "org_Other0123456";

    private final Rig rig = new Rig();

    private static Ask ask(String path) {
        return Ask.of("GET", path);
    }

    private Ask.Answer requests(String... query) {
        return of(rig.function(Endpoints.GET_USAGE_REQUESTS), query);
    }

    private Ask.Answer of(EndpointFunction function, String... query) {
        var ask = ask(REQUESTS).by(rig.byKey("billing:read"));
        for (var index = 0; index < query.length; index += 2) {
            ask.query(query[index], query[index + 1]);
        }
        return ask.of(function);
    }

    private EndpointFunction endpoint(String name) {
        return switch (name) {
            case "series" -> rig.function(Endpoints.GET_USAGE_SERIES);
            case "endpoints" -> rig.function(Endpoints.GET_USAGE_ENDPOINTS);
            case "requests" -> rig.function(Endpoints.GET_USAGE_REQUESTS);
            case "export" -> rig.function(Endpoints.EXPORT_USAGE);
            case "activity" -> rig.function(Endpoints.GET_ACTIVITY);
            default -> throw new AssertionError(name);
        };
    }

    @ParameterizedTest(name = "{0}?{1}={2} names {3}")
    @CsvSource(textBlock = """
            series,    bucket,     minute,                        bucket,     hour|day
            series,    bucket,     DAY,                           bucket,     hour|day
            series,    livemode,   1,                             livemode,   true|false
            series,    since,      yesterday,                     since,
            series,    since,      2026-05-15,                    since,
            series,    until,      2026-05-15T00:00:00,           until,
            series,    since,      2026-05-15T12:00:20.251Z,      since,
            series,    since,      2025-04-10T12:00:20.249Z,      since,
            series,    since,      -999999999-01-01T00:00:00Z,    since,
            series,    until,      +999999999-12-31T23:59:59Z,    until,
            endpoints, limit,      many,                          limit,
            endpoints, limit,      1.5,                           limit,
            endpoints, until,      soon,                          until,
            endpoints, livemode,   TRUE,                          livemode,   true|false
            requests,  limit,      x,                             limit,
            requests,  status,     200,                           status,     success|error
            requests,  requestId,  '=1+1',                        requestId,
            requests,  requestId,  'a b',                         requestId,
            requests,  since,      0,                             since,
            requests,  cursor,     x,                             cursor,
            requests,  cursor,     '!',                           cursor,
            export,    format,     xml,                           format,     json|csv
            export,    limit,      all,                           limit,
            export,    status,     failed,                        status,     success|error
            export,    cursor,     bm90aGluZw,                    cursor,
            export,    until,      2026-05-15 00:00:00Z,          until,
            activity,  since,      2026-05-15T12:00:20.251Z,      since,
            activity,  auditLimit, none,                          auditLimit,
            """)
    void aBadValueIsRefusedByItsName(
            String endpoint, String name, String value, String parameter, @Nullable String accepted) {
        var answer = of(endpoint(endpoint), name, value);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_query_parameter");
        assertThat(answer.details().get("parameter")).isEqualTo(parameter);
        assertThat(answer.details().get("acceptedValues"))
                .isEqualTo(accepted == null ? null : List.of(accepted.split("\\|")));
    }

    @Test
    void anUnknownMeterClassIsToldTheOnesThereAre() {
        for (var endpoint : List.of("requests", "export")) {
            var answer = of(endpoint(endpoint), "meterClass", "everything");
            assertThat(answer.details().get("parameter")).isEqualTo("meterClass");
            assertThat((List<?>) answer.details().get("acceptedValues"))
                    .hasSize(11)
                    .anyMatch("section_extract"::equals);
        }
    }

    @Test
    void hoursSpanAMonthAndNoMore() {
        var longest = of(
                endpoint("series"), "bucket", "hour", "since", "2026-04-01T00:00:00Z", "until", "2026-05-02T00:00:00Z");
        assertThat((List<?>) longest.json().get("data")).hasSize(31 * 24);
        var beyond = of(
                endpoint("series"),
                "bucket",
                "hour",
                "since",
                "2026-04-01T00:00:00Z",
                "until",
                "2026-05-02T00:00:00.001Z");
        assertThat(beyond.details().get("parameter")).isEqualTo("since");
    }

    @Test
    void aDaySeriesSpansFourHundredDays() {
        var series = of(endpoint("series"), "since", "2025-04-10T12:00:20.250Z");
        assertThat((List<?>) series.json().get("data")).hasSize(401);
    }

    private void calls(int count) {
        IntStream.rangeClosed(1, count)
                .forEach(sequence -> rig.usage.add(ARow.of(Rig.ORG, sequence, Rig.NOW.minusMillis(count - sequence))
                        .build()));
    }

    private static @Nullable String cursor(Ask.Answer answer) {
        var cursor = answer.json().get("nextCursor");
        assertThat(answer.json().get("hasMore")).isEqualTo(cursor != null);
        return (String) cursor;
    }

    private static List<String> ids(Ask.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return ((List<?>) Objects.requireNonNull(answer.json().get("data")))
                .stream().map(row -> (String) Json.asObject(row).get("id")).toList();
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        calls(3);
        var own = Objects.requireNonNull(cursor(requests("limit", "1")));
        assertThat(ids(requests("cursor", own))).containsExactly("use_2", "use_1");
        var span = new UsageQuery(Rig.NOW.minusSeconds(9), Rig.NOW, Rig.NOW, true);
        var foreign = new UsageCursor(new ListPosition(Rig.NOW, "use_3#000000000003"), span).encode(OTHER);
        var events = Objects.requireNonNull(Cursor.encode(new ListPosition(Rig.NOW, "evt_1")));
        for (var cursor : List.of(foreign, events, own + "A", own.substring(1), own.substring(0, own.length() - 4))) {
            var answer = requests("cursor", cursor);
            assertThat(answer.status()).as(cursor).isEqualTo(400);
            assertThat(answer.details().get("parameter")).isEqualTo("cursor");
        }
        assertThat(requests("cursor", own, "livemode", "false").details().get("parameter"))
                .isEqualTo("cursor");
    }

    /** One character of it altered, at every place. */
    @Test
    void aForgedCursorIsRefused() {
        calls(3);
        var own = Objects.requireNonNull(cursor(requests("limit", "1")));
        for (var place = 0; place < own.length(); place++) {
            var other = own.charAt(place) == 'Q' ? 'R' : 'Q';
            var forged = own.substring(0, place) + other + own.substring(place + 1);
            assertThat(requests("cursor", forged).status()).as("at %d", place).isEqualTo(400);
        }
    }

    /** The span of the first page is the span of all, although the clock goes on. */
    @Test
    void aWalkKeepsTheSpanThatItBeganWith() {
        rig.usage.add(ARow.of(Rig.ORG, 1, Rig.NOW.minus(Duration.ofDays(30))).build());
        rig.usage.add(ARow.of(Rig.ORG, 2, Rig.NOW).build());
        var first = requests("limit", "1");
        rig.clock.advance(Duration.ofHours(1));
        var second = requests("cursor", Objects.requireNonNull(cursor(first)));
        assertThat(ids(second)).containsExactly("use_1");
        assertThat(second.json()).containsEntry("since", first.json().get("since"));
        assertThat(second.json()).containsEntry("until", first.json().get("until"));
    }

    @Test
    void theRowsOfFiftyThousandCallsAreWalkedOnceEachWhileNewOnesArrive() {
        var count = 50_000;
        calls(count);
        var seen = new ArrayList<String>(count);
        String cursor = null;
        var arrived = count;
        do {
            var page = cursor == null ? requests("limit", "500") : requests("limit", "500", "cursor", cursor);
            seen.addAll(ids(page));
            cursor = cursor(page);
            rig.clock.advance(Duration.ofMillis(7));
            rig.usage.add(ARow.of(Rig.ORG, ++arrived, rig.clock.instant()).build());
        } while (cursor != null);
        assertThat(seen)
                .isEqualTo(IntStream.iterate(count, sequence -> sequence - 1)
                        .limit(count)
                        .mapToObj(sequence -> "use_" + sequence)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "csv"})
    void anExportOfThemEndsAtFiveMegabytesAndGoesOnFromThere(String format) {
        var count = 50_000;
        calls(count);
        var seen = new ArrayList<String>(count);
        String cursor = null;
        do {
            var file = cursor == null
                    ? of(endpoint("export"), "limit", "50000", "format", format)
                    : of(endpoint("export"), "limit", "50000", "format", format, "cursor", cursor);
            assertThat(file.body().length()).isBetween(1_000, 5_000_000);
            seen.addAll(format.equals("json") ? ids(file) : lines(file.body()));
            cursor = format.equals("json") ? cursor(file) : headerCursor(file);
            assertThat(cursor == null || file.body().length() > 4_990_000).isTrue();
        } while (cursor != null);
        assertThat(seen).hasSize(count).doesNotHaveDuplicates().startsWith("use_50000", "use_49999");
        assertThat(seen.getLast()).isEqualTo("use_1");
    }

    private static @Nullable String headerCursor(Ask.Answer file) {
        assertThat(file.headers().get("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        var cursor = file.headers().get("Omni-Next-Cursor");
        assertThat(file.header("Omni-Has-More")).isEqualTo(Boolean.toString(cursor != null));
        return cursor;
    }

    private static List<String> lines(String csv) {
        assertThat(csv).startsWith(UsageCsv.HEADER + "\r\n").endsWith("\r\n");
        return csv.lines()
                .skip(1)
                .map(line -> line.substring(line.lastIndexOf(',') + 1))
                .toList();
    }

    @ParameterizedTest(name = "limit={0} exports {1}")
    @CsvSource({"1, 1", "0, 1", "-4, 1", "50001, 12", "11, 11", "12, 12"})
    void anExportEndsAtItsLimit(String limit, int rows) {
        calls(12);
        var file = of(endpoint("export"), "limit", limit);
        assertThat(ids(file)).hasSize(rows);
        assertThat(cursor(file) == null).isEqualTo(rows == 12);
    }

    /** A filter that nothing passes looks at so many rows and then says where to go on. */
    @Test
    void anExportThatPicksIsBounded() {
        calls(50_001);
        rig.usage.add(ARow.of(Rig.ORG, 0, Rig.NOW.minusMillis(60_000))
                .withFailure(404)
                .build());
        var first = of(endpoint("export"), "status", "error");
        assertThat(ids(first)).isEmpty();
        assertThat(ids(of(endpoint("export"), "status", "error", "cursor", Objects.requireNonNull(cursor(first)))))
                .containsExactly("use_0");
    }

    @Test
    void aBrandsAliasCarriesTheHeadersOfAnExportToo() {
        var branded = new Rig(Map.of("OMNI_HEADER_ALIASES", "SECAPI-"));
        branded.usage.add(ARow.of(Rig.ORG, 1, Rig.NOW).build());
        branded.usage.add(ARow.of(Rig.ORG, 2, Rig.NOW).build());
        var file = ask("/v1/dashboard/usage/export")
                .query("format", "csv")
                .query("limit", "1")
                .header("Origin", Rig.ORIGIN)
                .by(branded.byKey("billing:read"))
                .of(branded.function(Endpoints.EXPORT_USAGE));
        assertThat(file.header("SECAPI-Has-More")).isEqualTo("true");
        assertThat(file.header("SECAPI-Next-Cursor"))
                .isEqualTo(file.header("Omni-Next-Cursor"))
                .isNotEmpty();
        assertThat(file.header("Access-Control-Expose-Headers"))
                .contains("Omni-Has-More", "Omni-Next-Cursor", "SECAPI-Has-More", "SECAPI-Next-Cursor");
    }

    private Ask.Answer diagnostics(String requestId) {
        return diagnostics(requestId, rig.byKey("billing:read"));
    }

    private Ask.Answer diagnostics(String requestId, Caller caller) {
        return ask("/v1/diagnostics/requests/" + requestId)
                .pathParameter("requestId", requestId)
                .by(caller)
                .of(rig.function(Endpoints.GET_REQUEST_DIAGNOSTICS));
    }

    private static AuditEvent event(String orgId, String id, String type, String requestId) {
        return new AuditEvent(
                id, orgId, "audit", type, "usr_1", "session", "api", requestId, Map.of(), Rig.NOW, "succeeded");
    }

    @Test
    void aForeignRequestIdReadsLikeOneThatNobodyUsed() {
        rig.usage.add(ARow.of(OTHER, 1, Rig.NOW).request("theirs").build());
        rig.events.add(event(OTHER, "evt_1", "budget.updated", "theirs"));
        for (var id : List.of("theirs", "nobodys", "a%20b", "", "x".repeat(65), "%2e%2e")) {
            var answer = diagnostics(id);
            assertThat(answer.status()).as(id).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("request_not_found");
            assertThat(answer.details()).isEqualTo(diagnostics("nobodys").details());
        }
    }

    @Test
    void aRepeatedIdShowsItsNewestHundredOfBothModes() {
        for (var sequence = 1; sequence <= 80; sequence++) {
            var at = Rig.NOW.minusSeconds(sequence);
            rig.usage.add(ARow.of(Rig.ORG, sequence, at).request("same").build());
            rig.usage.add(ARow.of(Rig.ORG, 100 + sequence, at.plusMillis(1))
                    .test()
                    .request("same")
                    .build());
        }
        var rows = ((List<?>) Objects.requireNonNull(diagnostics("same").json().get("usageEvents")))
                .stream().map(Json::asObject).toList();
        assertThat(rows).hasSize(100);
        assertThat(rows.getFirst()).containsEntry("id", "use_101").containsEntry("livemode", false);
        assertThat(rows.get(1)).containsEntry("id", "use_1").containsEntry("livemode", true);
        assertThat(rows.getLast()).containsEntry("id", "use_50");
    }

    @Test
    void anIdOfAChangeAloneIsKnownByItsEvents() {
        rig.events.add(event(Rig.ORG, "evt_1", "budget.updated", "change"));
        rig.events.add(event(Rig.ORG, "evt_2", "billing.stripe_event.processed", "change"));
        rig.events.add(event(Rig.ORG, "evt_3", "budget.updated", "other"));
        var answer = diagnostics("change").json();
        assertThat((List<?>) answer.get("events")).hasSize(2);
        assertThat((List<?>) answer.get("webhookDeliveries")).hasSize(1);
        assertThat(Json.asObject(answer.get("summary")))
                .containsEntry("usageEventCount", 0L)
                .containsEntry("eventCount", 2L)
                .containsEntry("webhookDeliveryCount", 1L)
                .containsEntry(
                        "eventTypes",
                        List.of(
                                Map.of("eventType", "billing.stripe_event.processed", "count", 1L),
                                Map.of("eventType", "budget.updated", "count", 1L)));
    }

    @Test
    void whoMayNotListEventsIsToldOfNoneInDiagnostics() {
        rig.usage.add(ARow.of(Rig.ORG, 1, Rig.NOW).request("both").build());
        for (var id : List.of("both", "change")) {
            rig.events.add(event(Rig.ORG, "evt_1" + id, "member.invited", id));
            rig.events.add(event(Rig.ORG, "evt_2" + id, "billing.stripe_event.processed", id));
        }
        for (var scope : List.of("read:sec", "write:sec", "api_keys:manage")) {
            var caller = rig.byKey(scope);
            var answer = diagnostics("both", caller).json();
            assertThat(List.of(
                            Objects.requireNonNull(answer.get("events")),
                            Objects.requireNonNull(answer.get("webhookDeliveries"))))
                    .as(scope)
                    .containsOnly(List.of());
            assertThat(Json.asObject(answer.get("summary")))
                    .containsEntry("usageEventCount", 1L)
                    .containsEntry("eventCount", 0L)
                    .containsEntry("webhookDeliveryCount", 0L)
                    .containsEntry("eventTypes", List.of());
            assertThat(diagnostics("change", caller).code()).isEqualTo("request_not_found");
        }
        for (var caller :
                List.of(rig.byKey("billing:manage"), rig.byKey("admin:operator"), rig.byKey("*"), rig.byCookie())) {
            assertThat((List<?>) diagnostics("both", caller).json().get("events"))
                    .hasSize(2);
            assertThat((List<?>) diagnostics("change", caller).json().get("events"))
                    .hasSize(2);
        }
    }
}
