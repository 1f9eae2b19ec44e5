package omni.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.event.ListPosition;
import omni.meter.Body;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryFieldsTest {

    private static QueryFields query(String name, String value) {
        var query = Map.of(name, value);
        return QueryFields.of(new Request(
                "GET",
                "/v1/events",
                Map.of(),
                query,
                Map.of(),
                Map.of(),
                Map.of(),
                new Body(new byte[0]),
                "",
                Map.of()));
    }

    @ParameterizedTest(name = "limit={0} reads {1}")
    @CsvSource({
        "1, 1",
        "100, 100",
        "101, 100",
        "0, 1",
        "-7, 1",
        "99999999999999999999, 100",
        "-99999999999999999999, 1",
        "'', 25"
    })
    void aLimitIsDrawnIntoItsRange(String given, int read) {
        var query = query("limit", given);
        assertThat(query.clamp("limit", 1, 100, 25)).isEqualTo(read);
        assertThat(query.problem()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten", "1.5", "1e2", "--1", "+", " 1"})
    void aLimitThatIsNoNumberIsRefusedByName(String given) {
        var query = query("limit", given);
        query.clamp("limit", 1, 100, 25);
        refused(query, "limit");
    }

    @Test
    void theFirstFaultIsTheOneThatIsTold() {
        var query = query("kind", "other");
        assertThat(query.oneOf("kind", List.of("audit", "billing"))).isNull();
        query.fault("since", "is late");
        refused(query, "kind");
        assertThat(Objects.requireNonNull(query.problem()).details())
                .containsEntry("acceptedValues", List.of("audit", "billing"));
    }

    @Test
    void aCursorComesBackAsThePlaceItWasMadeFrom() {
        var position = new ListPosition(Instant.parse("2026-05-14T09:12:44.120Z"), "evt_0123456789abcdefghij");
        var text = Objects.requireNonNull(Cursor.encode(position));
        assertThat(text).matches("[A-Za-z0-9_-]+");
        assertThat(query("cursor", text).cursor()).isEqualTo(position);
        assertThat(query("limit", "1").cursor()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "!!!!",
                "MTIzI2V2dF8x=",
                "MTIzI2V2dF8xIw",
                "MTIz",
                "I2V2dF8x",
                "MTIzIw",
                "MTIzI2V2dF8",
                "MDAwMDAwMDAwMDAwMDAwMTIzI2V2dF8x",
                "MDEyMyNldnRfMQ"
            })
    void whatIsNoCursorIsRefusedByName(String given) {
        var query = query("cursor", given);
        assertThat(query.cursor()).isNull();
        refused(query, "cursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-05-14", "2026-05-14T09:12:44", "1778750000"})
    void aTimeWithoutAnOffsetIsRefused(String given) {
        var query = query("since", given);
        assertThat(query.instant("since")).isNull();
        refused(query, "since");
    }

    private static void refused(QueryFields query, String parameter) {
        var problem = Objects.requireNonNull(query.problem());
        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_QUERY_PARAMETER);
        assertThat(problem.details()).containsEntry("parameter", parameter);
    }
}
