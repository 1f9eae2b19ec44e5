package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import omni.call.Operation.Access;
import omni.call.Operation.Group;
import omni.call.Operation.Meter;
import omni.call.Operation.TableGrant;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.fakes.Probe;
import omni.fakes.Rig;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cookie goes with whatever request a browser makes, a stranger's link among them: it pays from our own pages only (contract 3),
 * and nothing that lasts is done by a GET.
 */
class PaidByCookieTest {

    private static final String EVIL = "https://evil.example.com";
    private static final List<String> SITES =
            List.of("", "same-origin", "same-site", "cross-site", "none", "Same-Origin");

    private final Rig rig = new Rig();

    /** Two empty texts are two headers that are not there. */
    private record From(String origin, String site) {
        Ask on(Ask ask) {
            if (!origin.isEmpty()) {
                ask.header("Origin", origin);
            }
            return site.isEmpty() ? ask : ask.header("Sec-Fetch-Site", site);
        }
    }

    private static List<From> everywhere() {
        var all = new ArrayList<From>();
        for (var origin : List.of("", Rig.ORIGIN, EVIL, "null")) {
            SITES.forEach(site -> all.add(new From(origin, site)));
        }
        return all;
    }

    /** @param asked how the request calls its method */
    record Called(String asked, Operation operation) {
        @Override
        public String toString() {
            return asked + " " + operation.meter();
        }
    }

    static List<Called> calls() {
        var all = new ArrayList<Called>();
        for (var meter : List.of(Meter.FREE, Meter.CATALOG)) {
            for (var method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")) {
                var declared = method.equals("HEAD") ? "GET" : method;
                all.add(new Called(
                        method,
                        new Operation(
                                "Probe", declared, List.of("/v1/x"), Access.org(), meter, Group.METERED, List.of())));
            }
        }
        return all;
    }

    private static boolean admitted(Called called, Caller caller, From from) {
        var request =
                Request.of(from.on(Ask.of(called.asked(), "/v1/x")).by(caller).event());
        var problem = new Gate(new Rig().accountRoot().settings()).admit(called.operation(), request, caller, null);
        assertThat(problem == null || problem.code() == ErrorCode.ORIGIN_NOT_ALLOWED)
                .isTrue();
        return problem == null;
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aCookieIsTakenFromWhereTheCallMayComeFrom(Called called) {
        for (var from : everywhere()) {
            boolean ours = from.origin().equals(Rig.ORIGIN);
            boolean samePage = from.origin().isEmpty() && from.site().equals("same-origin");
            boolean expected =
                    called.operation().reads() ? called.operation().meter() == Meter.FREE || ours || samePage : ours;
            assertThat(admitted(called, rig.byCookie(), from))
                    .as("%s from %s", called, from)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aKeyAndATokenAreSentByPrograms(Called called) {
        for (var from : everywhere()) {
            assertThat(admitted(called, rig.byBearer(), from)).as("%s", from).isTrue();
            assertThat(admitted(called, rig.byKey("read:sec"), from))
                    .as("%s", from)
                    .isTrue();
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(textBlock = """
            Origin,         https://app.example.com, https://app.example.com
            Origin,         https://app.example.com, https://evil.example.com
            Sec-Fetch-Site, same-origin,             same-origin
            Sec-Fetch-Site, same-origin,             cross-site
            """)
    void aHeaderThatCameTwiceSaysNothing(String name, String one, String other) {
        var ask = Ask.of("GET", "/v1/entities/resolve").by(rig.byCookie()).headers(name, one, other);
        assertThat(ask.of(sold()).code()).isEqualTo("origin_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void aLinkSpendsNothingAndStartsNothing(String method) {
        var probe = sold();

        var answer = new From("", "cross-site")
                .on(Ask.of(method, "/v1/entities/resolve").by(rig.byCookie()))
                .of(probe);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(probe.runs()).isZero();
        assertThat(rig.store.writes()).isEmpty();
    }

    @Test
    void ourOwnPagePays() {
        var answer = new From("", "same-origin")
                .on(Ask.of("GET", "/v1/entities/resolve").by(rig.byCookie()))
                .of(sold());

        assertThat(answer.status()).isEqualTo(200);
    }

    private Probe sold() {
        return new Probe(Endpoints.RESOLVE_ENTITY.operation(), rig.shell, e -> Reply.Answer.ok(Map.of()));
    }

    /**
     * What else a link may start: a GET that is free may touch its rate window and nothing else, but for the end of a sign-in, which
     * serves only the browser that holds the sealed state of its beginning.
     */
    @Test
    void noOtherGetWritesAnythingThatLasts() {
        var writing = Arrays.stream(Endpoints.values())
                .map(Endpoints::operation)
                .filter(operation -> operation.reads() && operation.meter() != Meter.CATALOG)
                .filter(operation -> operation.table().stream().anyMatch(PaidByCookieTest::lasts))
                .map(Operation::operationId)
                .collect(Collectors.toSet());

        assertThat(writing).isEqualTo(Set.of("FinishLogin"));
    }

    private static boolean lasts(TableGrant grant) {
        var windows = Set.of(List.of("ORG#"), List.of("ADDR#"));
        return grant.actions().stream().anyMatch(action -> switch (action) {
            case "GetItem", "Query", "BatchGetItem" -> false;
            case "UpdateItem" -> !windows.contains(grant.leadingKeys());
            default -> true;
        });
    }
}
