package omni.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private final RouteTable table = new RouteTable(Stream.of(
                    "/",
                    "/healthz",
                    "/v1/org",
                    "/v1/org/members/{email}",
                    "/v1/org/members/me",
                    "/v1/keys/{keyId}/rotate",
                    "/v1/filings/latest",
                    "/v1/filings/{id}/text",
                    "/files/{proxy+}",
                    "/files/{id}/meta",
                    "/{proxy+}")
            .map(path -> new GatewayRoute(GatewayRoute.ANY, path, path))
            .toList());

    @ParameterizedTest(name = "{0} → {1} {2}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        path,                            resource,                 parameters
        /,                               /,                        {}
        /healthz,                        /healthz,                 {}
        /healthz/,                       /healthz,                 {}
        /Healthz,                        /{proxy+},                {proxy=Healthz}
        /v1/org,                         /v1/org,                  {}
        /v1/org/members/me,              /v1/org/members/me,       {}
        /v1/org/members/a%40b.example,   /v1/org/members/{email},  {email=a@b.example}
        /v1/org/members/a+b@c.example,   /v1/org/members/{email},  {email=a+b@c.example}
        /v1/org/members/a%2Fb,           /v1/org/members/{email},  {email=a/b}
        /v1/org/members/,                /{proxy+},                {proxy=v1/org/members}
        /v1/keys/key_1/rotate,           /v1/keys/{keyId}/rotate,  {keyId=key_1}
        /v1/keys/key_1/other,            /{proxy+},                {proxy=v1/keys/key_1/other}
        /v1/filings/latest,              /v1/filings/latest,       {}
        /v1/filings/latest/text,         /v1/filings/{id}/text,    {id=latest}
        /files/a/meta,                   /files/{id}/meta,         {id=a}
        /files/a/b/c,                    /files/{proxy+},          {proxy=a/b/c}
        /files/a%20b/c,                  /files/{proxy+},          {proxy=a b/c}
        /files,                          /{proxy+},                {proxy=files}
        /bad%zz,                         /{proxy+},                {proxy=bad%zz}
        """)
    void aLiteralBeatsAParameterBeatsAGreedyParameter(String path, String resource, String parameters) {
        var match = table.match(path).orElseThrow();

        assertThat(match.resourcePath()).isEqualTo(resource);
        assertThat(match.pathParameters()).hasToString(parameters);
    }

    @Test
    void aPathWithoutResourceMatchesNothing() {
        var small = new RouteTable(List.of(new GatewayRoute("GET", "/a/{id}", "f")));

        assertThat(small.match("/")).isEmpty();
        assertThat(small.match("/a")).isEmpty();
        assertThat(small.match("/a/b/c")).isEmpty();
        assertThat(small.match("/a//")).isEmpty();
    }

    @Test
    void routesThatContradictEachOtherAreRefused() {
        var route = new GatewayRoute("GET", "/a", "f");

        assertThatThrownBy(() -> new RouteTable(List.of(route, route))).hasMessage("two routes for GET /a");
        assertThatThrownBy(() -> new RouteTable(
                        List.of(new GatewayRoute("GET", "/{a}", "f"), new GatewayRoute("GET", "/{b}/c", "f"))))
                .hasMessage("siblings {a} and {b}");
        assertThatThrownBy(() -> new GatewayRoute("GET", "/{all+}/more", "f")).hasMessageContaining("last segment");
    }
}
