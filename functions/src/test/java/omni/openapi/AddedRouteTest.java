package omni.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import omni.call.Endpoint;
import omni.call.Operation;
import omni.call.Operation.Access;
import omni.call.Operation.Group;
import omni.call.Operation.Meter;
import omni.endpoint.Endpoints;
import omni.fakes.Pretty;
import omni.fakes.Recorded;
import omni.http.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a route needs by hand, in three places as CONTRIBUTING numbers them; the first is its constant in {@link Endpoints}. */
class AddedRouteTest {

    private static final ApiDescription FILE = ApiDescription.FILE;

    private static final Operation UNWRITTEN = new Operation(
            "CountStars", "GET", List.of("/v1/stars"), Access.org(), Meter.FREE, Group.ACCOUNT, List.of());

    static List<Operation> described() {
        return OperationsTest.described();
    }

    @ParameterizedTest
    @EnumSource(Endpoints.class)
    void aRouteIsWrittenInItsThreePlaces(Endpoints route) {
        assertThat(missing(route.operation())).isEmpty();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(missing(UNWRITTEN))
                .containsExactly(
                        "place 2: omni.endpoint has no Endpoint of the name CountStars",
                        "place 2: omni.lambda.AccountEndpoints makes no CountStars",
                        "place 3: openapi.yaml describes no CountStars");
    }

    @Test
    void contributingNamesThreePlaces() throws IOException {
        var page = Files.readString(Path.of("..", "CONTRIBUTING.md"));
        var section = page.substring(page.indexOf("\n## Adding a route\n"));
        var places = Pattern.compile("(?m)^(\\d)\\. ")
                .matcher(section.substring(0, section.indexOf("\n## ", 1)))
                .results()
                .map(place -> place.group(1));

        assertThat(places).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @MethodSource("described")
    void itsEventIsMadeOfItsDescription(Operation operation) {
        Recorded.once("events/" + operation.kebab() + ".json", () -> Pretty.text(new EventSample(operation).event()));
    }

    /** As if none of them had its file yet. */
    @ParameterizedTest
    @MethodSource("described")
    void anEventThatIsMadeIsARequestOfItsRoute(Operation operation) {
        var request = Request.of(new EventSample(operation).event());

        assertThat(EventAgreementTest.faults(operation, request)).isEmpty();
        assertThat(Endpoints.of(request.method(), operation.path()))
                .map(Endpoints::operation)
                .contains(operation);
    }

    private static List<String> missing(Operation operation) {
        var missing = new ArrayList<String>();
        var name = operation.operationId();
        if (!isEndpoint("omni.endpoint." + name)) {
            missing.add("place 2: omni.endpoint has no Endpoint of the name " + name);
        }
        var group = operation.group().name();
        var maker = group.charAt(0) + group.substring(1).toLowerCase(Locale.ROOT) + "Endpoints";
        if (!names(maker, "omni/endpoint/" + name)) {
            missing.add("place 2: omni.lambda.%s makes no %s".formatted(maker, name));
        }
        if (!operation.catchesAll()
                && FILE.operations().stream()
                        .noneMatch(described -> described.operationId().equals(name))) {
            missing.add("place 3: openapi.yaml describes no " + name);
        }
        return missing;
    }

    private static boolean isEndpoint(String name) {
        try {
            return Endpoint.class.isAssignableFrom(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Whether the code of a class of the top names another class. */
    private static boolean names(String maker, String name) {
        try (var code = Endpoints.class.getResourceAsStream("/omni/lambda/" + maker + ".class")) {
            assertThat(code).as(maker).isNotNull();
            return Pattern.compile(Pattern.quote(name) + "(?![\\w$])")
                    .matcher(new String(code.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
