package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import omni.catalog.CatalogFaults;
import omni.fakes.Ask;
import omni.fakes.Bundled;
import omni.fakes.Rig;
import omni.fakes.ScriptedUpstream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 7.1: what a forwarded call is to the upstream, to the caller and to the meter. */
class ForwardCatalogRouteTest {

    private static final String JSON = "application/json";

    private final ScriptedUpstream upstream =
            new ScriptedUpstream().on("/", ScriptedUpstream.answer(200, JSON, "{\"fact\":1}"));
    private Rig rig = new Rig();

    @BeforeEach
    void start() {
        rig = new Rig(Map.of("OMNI_UPSTREAM_BASE_URL", upstream.url().toString()));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    private Ask.Answer forwarded(Ask ask) {
        return ask.by(rig.byKey("read:sec", "write:sec")).of(rig.function(Endpoints.FORWARD_CATALOG_ROUTE));
    }

    private long used() {
        return rig.store.account(Rig.ORG, true).grant().unitsUsed();
    }

    /** The request's headers, names in lower case; a name that came twice would be a fault of its own. */
    private Map<String, String> sent() {
        var headers = new TreeMap<String, String>();
        var head = upstream.lastAsked().split("\r\n\r\n", 2)[0].split("\r\n", -1);
        for (var line : List.of(head).subList(1, head.length)) {
            var colon = line.indexOf(':');
            assertThat(headers.put(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip()))
                    .as("a second header %s", line)
                    .isNull();
        }
        return headers;
    }

    @Test
    void aForwardedCallIsSoldLikeAnyOther() {
        var answer = forwarded(Ask.of("GET", "/v1/facts").query("ticker", "AAPL"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"fact\":1}");
        assertThat(answer.headers())
                .containsEntry("Content-Type", JSON)
                .containsEntry("Omni-Meter-Class", "fact_lookup")
                .containsEntry("Omni-Estimated-Cost", "$0.0200")
                .containsEntry("Omni-Free-Grant-Remaining", "249")
                .containsEntry("X-RateLimit-Remaining", "599")
                .containsEntry("Omni-Version", "2026-03-19")
                .containsEntry("Cache-Control", "no-store");
        assertThat(upstream.lastAsked()).startsWith("GET /v1/facts?ticker=AAPL HTTP/1.1\r\n");
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void whatIdentifiesTheCallerIsOursAndNoCredentialLeaves() {
        var ask = Ask.of("GET", "/v1/facts")
                .header("x-request-id", "r-1")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .header("Accept-Language", "de")
                .header("X-Own", "kept");
        for (var header : List.of(
                "x-api-key",
                "Authorization",
                "Cookie",
                "X_Api_Key",
                "Omni-Org-Id",
                "omni_org_id",
                "OMNI-PRINCIPAL-ID",
                "Omni-Livemode",
                "Request-Id",
                "Host",
                "Expect",
                "TE",
                "Upgrade",
                "Proxy-Authorization",
                "Transfer-Encoding",
                "X-HTTP-Method-Override",
                "X-Original-URL",
                "X-Forwarded-Host",
                "Forwarded",
                "X-Named")) {
            ask.header(header, "evil");
        }
        ask.header("Omni-Version", "2026-03-19")
                .header("Connection", "close, x-named")
                .header("Content-Length", "7")
                .header("X-Split", "a\r\nOmni-Org-Id: evil")
                .header("X-Wide", "a\u010d\u010aOmni-Org-Id: evil")
                .header("Bad Name", "evil");
        var answer = forwarded(ask);
        assertThat(answer.status()).isEqualTo(200);
        var sent = sent();
        assertThat(sent)
                .containsEntry("omni-org-id", Rig.ORG)
                .containsEntry("omni-principal-id", "key_1")
                .containsEntry("omni-livemode", "true")
                .containsEntry("request-id", "r-1")
                .containsEntry("traceparent", answer.header("traceparent"))
                .containsEntry("host", upstream.url().getAuthority())
                .containsEntry("accept-language", "de")
                .containsEntry("x-own", "kept")
                .containsEntry("accept-encoding", "identity");
        assertThat(sent.keySet())
                .isSubsetOf(Set.of(
                        "omni-org-id",
                        "omni-principal-id",
                        "omni-livemode",
                        "omni-plan-key",
                        "omni-billing-state",
                        "x-forwarded-for",
                        "request-id",
                        "traceparent",
                        "host",
                        "accept-language",
                        "x-own",
                        "accept-encoding",
                        "user-agent",
                        // the client's own frame
                        "connection",
                        "content-length",
                        "http2-settings",
                        "upgrade"));
        assertThat(upstream.lastAsked()).doesNotContain("evil");
    }

    @Test
    void underOtherPrefixesTheHeadersAreTheirsAndCallersCannotSetThem() {
        rig = new Rig(Map.of(
                "OMNI_UPSTREAM_BASE_URL",
                upstream.url() + "/base/",
                "OMNI_HEADER_PREFIX",
                "Acme-",
                "OMNI_HEADER_ALIASES",
                "SECAPI-"));
        forwarded(Ask.of("GET", "/v1/facts")
                .header("SECAPI-Org-Id", "evil")
                .header("acme-livemode", "evil")
                .header("Omni-Org-Id", "evil"));
        assertThat(sent())
                .containsEntry("acme-org-id", Rig.ORG)
                .containsEntry("secapi-org-id", Rig.ORG)
                .doesNotContainKey("omni-org-id");
        assertThat(upstream.lastAsked())
                .startsWith("GET /base/v1/facts HTTP/1.1")
                .doesNotContain("evil");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", delimiter = '|', textBlock = """
            path                                     | asked
            /v1/intelligence/a/b                     | /v1/intelligence/a/b
            /v1/intelligence/a%20b                   | /v1/intelligence/a%20b
            /v1/intelligence/%61:@,                  | /v1/intelligence/a:@,
            /v1/intelligence/%e4%bd%a0               | /v1/intelligence/%E4%BD%A0
            /v1/intelligence/你                       | /v1/intelligence/%E4%BD%A0
            /v1/intelligence/a;b                     | /v1/intelligence/a%3Bb
            /v1/intelligence/a?b                     | /v1/intelligence/a%3Fb
            /v1/intelligence/..                      | none
            /v1/intelligence/a/../b                  | none
            /v1/intelligence/%2e%2e/b                | none
            /v1/intelligence/a%2Fb                   | none
            /v1/intelligence/a%5cb                   | none
            /v1/intelligence/a\\b                    | none
            /v1/intelligence/a%252Fb                 | none
            /v1/intelligence/a%00b                   | none
            /v1/intelligence/a%0d%0ab                | none
            /v1/intelligence/%C0%AFb                 | none
            /v1/intelligence/%zz                     | none
            /v1/intelligence/a%                      | none
            /v1/intelligence//a                      | none
            /v1/intelligence/a//b                    | none
            /v1/intelligence/a/                      | none
            //v1/intelligence/a                      | none
            //evil.example.com/v1/intelligence/a     | none
            @evil.example.com/v1/intelligence/a      | none
            /v1/filings/x%2Fsections%2Fy             | none
            """)
    void whatIsMatchedIsWhatIsAskedOrNothing(String path, @Nullable String asked) {
        var answer = forwarded(Ask.of("GET", path));
        if (asked == null) {
            assertThat(answer.code()).isEqualTo("route_not_found");
            assertThat(upstream.asked()).isEmpty();
        } else {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(upstream.lastAsked()).startsWith("GET " + asked + " HTTP/1.1\r\n");
        }
    }

    /** An escape can't turn a dear route into a cheap one. */
    @Test
    void anEscapedLiteralIsStillTheLiteral() {
        var answer = forwarded(Ask.of("GET", "/v1/signals/dilution/%65nhanced"));
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo("intelligence_query");
    }

    @Test
    void theQueryIsPassedAsItWas() {
        forwarded(Ask.of("GET", "/v1/facts")
                .query("a b", "1+2&c=d")
                .query("e", "")
                .query("ü", "\r\nX: y"));
        assertThat(upstream.lastAsked())
                .startsWith("GET /v1/facts?a%20b=1%2B2%26c%3Dd&e=&%C3%BC=%0D%0AX%3A%20y HTTP/1.1\r\n");
    }

    @Test
    void aBodyIsPassedByteForByteAndCommitsBeforeItsWork() {
        upstream.on("/v1/artifacts", connection -> {
            assertThat(used()).isEqualTo(1);
            connection
                    .getOutputStream()
                    .write(ScriptedUpstream.answer(201, JSON, "{}").getBytes(StandardCharsets.US_ASCII));
        });
        var answer = forwarded(
                Ask.of("POST", "/v1/artifacts").header("Content-Type", JSON).body("[1,\n 2]"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(upstream.lastAsked())
                .startsWith("POST /v1/artifacts HTTP/1.1")
                .endsWith("\r\n\r\n[1,\n 2]");
        assertThat(sent()).containsEntry("content-length", "7").containsEntry("content-type", JSON);
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", delimiter = '|', textBlock = """
            body         | type                     | code
            {            | application/json         | invalid_json
            {            | none                     | invalid_json
            {            | application/vnd.x+json   | invalid_json
            a=b          | application/json         | invalid_json
            a=b          | application/x-www-form-urlencoded | none
            {            | text/plain               | none
            "a"          | application/json         | none
            """)
    void whatCallsItselfJsonHasToBe(String body, @Nullable String type, @Nullable String code) {
        var ask = Ask.of("POST", "/v1/intelligence/x").body(body);
        var answer = forwarded(type == null ? ask : ask.header("Content-Type", type));
        assertThat(answer.status()).isEqualTo(code == null ? 200 : 400);
        assertThat(upstream.asked()).hasSize(code == null ? 1 : 0);
    }

    @Test
    void aBodyOverTheLimitIsRefusedUnread() {
        var answer = forwarded(Ask.of("POST", "/v1/intelligence/x")
                .header("Content-Type", "text/plain")
                .body("x".repeat(256 * 1024 + 1)));
        assertThat(answer.code()).isEqualTo("request_too_large");
        assertThat(upstream.asked()).isEmpty();
    }

    /** With the body, whose length the gateway tells and whose bytes it leaves out. */
    @Test
    void aHeadIsAskedBilledAndAnsweredAsAGet() {
        var answer = forwarded(Ask.of("HEAD", "/v1/facts"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(forwarded(Ask.of("GET", "/v1/facts")).body());
        assertThat(answer.header("Content-Type")).isEqualTo(JSON);
        assertThat(upstream.lastAsked()).startsWith("GET /v1/facts");
        assertThat(used()).isEqualTo(2);
    }

    @Test
    void ofAnAnswerOnlyTheHeadersOfItsContentPass() {
        var head = """
                HTTP/1.1 200 OK
                Content-Type: text/csv
                Content-Language: de
                Content-Disposition: attachment; filename="a.csv"
                ETag: "1"
                Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT
                Set-Cookie: omni_session=evil
                Omni-Free-Grant-Remaining: 999
                Request-Id: evil
                Access-Control-Allow-Origin: *
                Cache-Control: public
                WWW-Authenticate: Basic
                Location: /evil
                Server: evil
                Content-Length: 3

                """;
        upstream.on("/v1/facts", head.replace("\n", "\r\n") + "a,b");
        var answer = forwarded(Ask.of("GET", "/v1/facts"));
        assertThat(answer.body()).isEqualTo("a,b");
        assertThat(answer.headers())
                .containsEntry("Content-Type", "text/csv")
                .containsEntry("Content-Language", "de")
                .containsEntry("Content-Disposition", "attachment; filename=\"a.csv\"")
                .containsEntry("ETag", "\"1\"")
                .containsEntry("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Omni-Free-Grant-Remaining", "249")
                .doesNotContainKeys(
                        "Set-Cookie", "Access-Control-Allow-Origin", "WWW-Authenticate", "Location", "Server");
        assertThat(answer.header("Request-Id")).isNotEqualTo("evil");
    }

    /** Whatever the upstream says, what is answered is the contract's, and only what succeeded is paid. */
    @ParameterizedTest(name = "upstream {0}: {1} {2}, {3} used")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", textBlock = """
            upstream, status, code,                 used
            200,      200,    none,                 1
            201,      201,    none,                 1
            204,      204,    none,                 1
            206,      206,    none,                 1
            304,      304,    none,                 1
            300,      502,    upstream_unavailable, 0
            301,      502,    upstream_unavailable, 0
            302,      502,    upstream_unavailable, 0
            307,      502,    upstream_unavailable, 0
            400,      400,    none,                 0
            401,      401,    none,                 0
            402,      502,    upstream_unavailable, 0
            403,      502,    upstream_unavailable, 0
            404,      404,    none,                 0
            405,      405,    none,                 0
            418,      418,    none,                 0
            429,      502,    upstream_unavailable, 0
            500,      500,    none,                 0
            503,      503,    none,                 0
            599,      599,    none,                 0
            600,      502,    upstream_unavailable, 0
            """)
    void aStatusIsPassedUnlessItWouldSpeakOfUs(int said, int status, @Nullable String code, long used) {
        var bare = said == 204 || said == 304;
        upstream.on(
                "/v1/facts",
                bare
                        ? "HTTP/1.1 " + said + " x\r\n\r\n"
                        : ScriptedUpstream.answer(said, JSON, "{\"code\":\"theirs\"}")
                                .replaceFirst("\r\n", "\r\nLocation: /v1/facts\r\nRetry-After: 7\r\n"));
        var answer = forwarded(Ask.of("GET", "/v1/facts"));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().isEmpty() ? "" : answer.code()).isEqualTo(bare ? "" : code == null ? "theirs" : code);
        assertThat(used()).isEqualTo(used);
        assertThat(rig.store.writes()).as("a failed call has its row").hasSize(1);
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo(used == 1 ? "$0.0200" : "$0.0000");
        assertThat(answer.header("Retry-After")).isEqualTo(status == 503 ? "7" : "");
        assertThat(answer.headers()).doesNotContainKey("Location");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"
            })
    void anAnswerThatIsNoneOrLiesAboutItsLengthIs502AndFree(String bytes) {
        upstream.on("/v1/facts", connection -> {
            connection.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            connection.close();
        });
        var answer = forwarded(Ask.of("GET", "/v1/facts"));
        assertThat(answer.code()).as(bytes).isEqualTo("upstream_unavailable");
        assertThat(used()).isZero();
        assertThat(rig.store.writes()).hasSize(1);
    }

    /** What stands after the end of an answer never becomes the answer of somebody else's call. */
    @Test
    void bytesAfterAnAnswerAreNobodysAnswer() {
        upstream.on(
                "/v1/facts",
                ScriptedUpstream.answer(200, JSON, "{\"a\":1}") + ScriptedUpstream.answer(200, JSON, "{\"evil\":1}"));
        upstream.on("/v1/entities", ScriptedUpstream.answer(200, JSON, "{\"b\":2}"));
        for (var round = 0; round < 20; round++) {
            assertThat(forwarded(Ask.of("GET", "/v1/facts")).body()).isEqualTo("{\"a\":1}");
            var next = forwarded(Ask.of("GET", "/v1/entities"));
            assertThat(next.body()).isEqualTo("{\"b\":2}");
        }
    }

    @ParameterizedTest(name = "{0} bytes, said to be {1}: {2}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", textBlock = """
            sent,    said,    status, code
            4600000, 4600000, 200,    none
            5242880, 5242880, 200,    none
            5242881, 5242881, 502,    upstream_response_too_large
            6000000, none,    502,    upstream_response_too_large
            """)
    void anAnswerHasAtMostFiveMegabytes(int sent, @Nullable Integer said, int status, @Nullable String code) {
        upstream.on("/v1/facts", connection -> {
            var head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                    + (said == null ? "Connection: close" : "Content-Length: " + said) + "\r\n\r\n";
            connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().write("x".repeat(sent).getBytes(StandardCharsets.US_ASCII));
            if (said == null) {
                connection.close();
            }
        });
        var event = Ask.of("GET", "/v1/facts").by(rig.byKey("read:sec")).event();
        var proxy = Ask.call(rig.function(Endpoints.FORWARD_CATALOG_ROUTE), event);
        assertThat(String.valueOf(proxy.get("statusCode"))).isEqualTo(Integer.toString(status));
        assertThat(String.valueOf(proxy.get("body")).length()).isLessThan(6_291_556);
        assertThat(proxy.get("isBase64Encoded")).isEqualTo(sent != 5_242_880);
        assertThat(used()).isEqualTo(code == null ? 1 : 0);
    }

    /** Lambda takes 6 MB of JSON: five million bytes that are no text do not go in. */
    @Test
    void anAnswerThatLambdaCouldNotHandOverIsTooLarge() {
        upstream.on("/v1/facts", connection -> {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().write("\u00ff".repeat(5_000_000).getBytes(StandardCharsets.ISO_8859_1));
        });
        assertThat(forwarded(Ask.of("GET", "/v1/facts")).code()).isEqualTo("upstream_response_too_large");
        assertThat(used()).isZero();
    }

    private static String withSamples(String path) throws IOException {
        return Bundled.text()
                .replace(
                        "\"path\": \"" + path + "\", \"target\": \"upstream\"",
                        "\"path\": \"" + path + "\", \"target\": \"upstream\", \"testMode\": \"sample\"");
    }

    private void sellSample(Path folder) throws IOException {
        var catalog = folder.resolve("catalog.json");
        Files.writeString(catalog, withSamples("/v1/facts"));
        rig = new Rig(
                Map.of("OMNI_UPSTREAM_BASE_URL", upstream.url().toString(), "OMNI_CATALOG_FILE", catalog.toString()));
    }

    @Test
    void aTestKeyIsToldToTheUpstreamWhichServesASampleForNothing(@TempDir Path folder) throws IOException {
        sellSample(folder);
        var answer = Ask.of("GET", "/v1/facts")
                .by(rig.byTestKey("read:sec"))
                .of(rig.function(Endpoints.FORWARD_CATALOG_ROUTE));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(sent()).containsEntry("omni-livemode", "false");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(used()).isZero();
    }

    /** Nobody reads for nothing what others pay for: unless its route says that it has samples, no test key gets there. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void aTestKeyIsRefusedBeforeAnyWorkWhereThereAreNoSamples(String method) {
        var answer = Ask.of(method, "/v1/facts")
                .by(rig.byTestKey("read:sec"))
                .header("omni-version", "1999-01-01")
                .of(rig.function(Endpoints.FORWARD_CATALOG_ROUTE));
        assertThat(answer.status()).isEqualTo(403);
        if (method.equals("GET")) {
            assertThat(answer.code()).isEqualTo("livemode_required");
        }
        assertThat(upstream.asked()).isEmpty();
        assertThat(rig.store.writes()).isEmpty();
    }

    @Test
    void aMissingScopeIsSaidBeforeTheMode() {
        var answer = Ask.of("GET", "/v1/facts")
                .by(rig.byTestKey("billing:read"))
                .of(rig.function(Endpoints.FORWARD_CATALOG_ROUTE));
        assertThat(answer.code()).isEqualTo("insufficient_scope");
    }

    /** It comes from the origin whose cookie signs people in: no page of it may run there, nor be taken for another type. */
    @ParameterizedTest(name = "upstream {0}: {1}")
    @CsvSource(textBlock = """
            200, 200
            304, 304
            404, 404
            500, 500
            503, 503
            302, 502
            403, 502
            """)
    void everyForwardedAnswerIsKeptInASandbox(int status, int answered) {
        upstream.on(
                "/v1/facts",
                "HTTP/1.1 " + status + " X\r\nContent-Type: text/html\r\nContent-Length: 0\r\n"
                        + "Content-Security-Policy: sandbox allow-scripts allow-same-origin\r\n"
                        + "X-Content-Type-Options: none\r\nCross-Origin-Resource-Policy: cross-origin\r\n"
                        + "Clear-Site-Data: \"*\"\r\nRefresh: 0;url=/evil\r\nLink: </evil>; rel=preload\r\n"
                        + "Service-Worker-Allowed: /\r\nStrict-Transport-Security: max-age=9\r\nLocation: /evil\r\n"
                        + "Set-Cookie: omni_session=evil\r\nAccess-Control-Allow-Credentials: true\r\n\r\n");
        var answer = forwarded(Ask.of("GET", "/v1/facts"));
        assertThat(answer.status()).isEqualTo(answered);
        assertThat(answer.headers())
                .containsEntry("Content-Security-Policy", "sandbox")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
                .doesNotContainKeys(
                        "Clear-Site-Data",
                        "Refresh",
                        "Link",
                        "Service-Worker-Allowed",
                        "Location",
                        "Set-Cookie",
                        "Access-Control-Allow-Credentials");
        assertThat(answer.header("Strict-Transport-Security")).as("ours").isNotEqualTo("max-age=9");
    }

    @Test
    void aReplayOfAForwardedAnswerIsInTheSandboxToo() {
        for (var time = 0; time < 2; time++) {
            var answer = forwarded(Ask.of("GET", "/v1/facts").header("Idempotency-Key", "k"));
            assertThat(answer.headers())
                    .containsEntry("Content-Security-Policy", "sandbox")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("Cross-Origin-Resource-Policy", "same-origin");
        }
        assertThat(upstream.asked()).hasSize(1);
    }

    /** What a proxy in front of the upstream would believe of a caller: only we may say it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Proxy",
                "True-Client-IP",
                "X-Real-IP",
                "X-Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Port",
                "X-Forwarded-User",
                "X_Forwarded_Host",
                "X-Amzn-Trace-Id",
                "X-Amzn-Oidc-Data",
                "X-Amz-Cf-Id",
                "Forwarded",
                "Forwarded-For",
                "Via",
                "Client-IP",
                "X-Client-IP",
                "X-Cluster-Client-IP",
                "X-Originating-IP",
                "X-Remote-IP",
                "X-Remote-Addr",
                "X-Remote-User",
                "Remote-User",
                "CF-Connecting-IP",
                "Fastly-Client-IP",
                "CloudFront-Viewer-Address",
                "X-Envoy-External-Address",
                "X-Azure-ClientIP",
                "X-Original-Method",
                "X-Rewrite-URL",
                "X-HTTP-Method",
                "X-Middleware-Subrequest",
                "Omni-Plan-Key",
                "omni_billing_state",
                "Omni.Org.Id"
            })
    void whatOnlyTheWayKnowsIsNotTheCallersToSay(String name) {
        assertThat(forwarded(Ask.of("GET", "/v1/facts").header(name, "evil")).status())
                .isEqualTo(200);
        assertThat(upstream.lastAsked()).doesNotContain("evil");
    }

    @Test
    void theUpstreamIsToldThePlanAndTheStateAndWhereTheCallerIs() {
        var answer = forwarded(Ask.of("GET", "/v1/facts").header("X-Forwarded-For", "6.6.6.6, 203.0.113.9"));
        assertThat(sent())
                .containsEntry("omni-plan-key", answer.header("Omni-Plan-Key"))
                .containsEntry("omni-billing-state", answer.header("Omni-Billing-State"))
                .containsEntry("x-forwarded-for", Ask.ADDRESS);
    }

    @Test
    void aRefusedCallerAsksNothingOfTheUpstream() {
        var handler = rig.function(Endpoints.FORWARD_CATALOG_ROUTE);
        var scopeless =
                Ask.of("POST", "/v1/artifacts").by(rig.byKey("read:sec")).of(handler);
        assertThat(scopeless.code()).isEqualTo("insufficient_scope");
        assertThat(scopeless.header("Omni-Required-Scopes")).isEqualTo("write:sec");
        rig.account(rig.fresh().grantLeft(0));
        assertThat(forwarded(Ask.of("GET", "/v1/facts")).code()).isEqualTo("billing_required");
        assertThat(upstream.asked()).isEmpty();
        assertThat(rig.store.writes()).isEmpty();
    }

    @Test
    void aRowOfTheUpstreamBeatsABuiltInRouteByItsLiteral() {
        var answer = Ask.of("GET", "/v1/statements/all")
                .pathParameter("statement_key", "all")
                .by(rig.byKey("read:sec"))
                .of(rig.function(Endpoints.GET_STATEMENT));
        assertThat(answer.body()).isEqualTo("{\"fact\":1}");
        assertThat(upstream.lastAsked()).startsWith("GET /v1/statements/all HTTP/1.1");
    }

    @ParameterizedTest(name = "{0} {1}: {2}, allow {3}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", delimiter = '|', textBlock = """
            method  | path                | code               | allow
            DELETE  | /v1/facts           | method_not_allowed | GET, HEAD, OPTIONS
            PUT     | /v1/intelligence/a  | method_not_allowed | GET, HEAD, OPTIONS, POST
            POST    | /v1/statements/all  | method_not_allowed | GET, HEAD, OPTIONS
            GET     | /v1/unsold          | route_not_found    | none
            """)
    void otherMethodsAreNamed(String method, String path, String code, @Nullable String allow) {
        var answer = Ask.of(method, path).of(rig.function(Endpoints.FORWARD_CATALOG_ROUTE));
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Allow")).isEqualTo(allow == null ? "" : allow);
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo("platform_read");
        assertThat(answer.headers()).doesNotContainKeys("Omni-Plan-Key", "Cache-Control");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/facts", "/v1/statements/all"})
    void withoutAnUpstreamItsRowsAreUnknown(String path) {
        var bare = new Rig();
        var handler = path.endsWith("all")
                ? bare.function(Endpoints.GET_STATEMENT)
                : bare.function(Endpoints.FORWARD_CATALOG_ROUTE);
        var answer = Ask.of("GET", path).by(bare.byKey("read:sec")).of(handler);
        assertThat(answer.code()).isEqualTo("route_not_found");
        assertThat(bare.store.writes()).isEmpty();
    }

    @Test
    void aCatalogCannotGiveAwayTheProductsOwnRoutes(@TempDir Path folder) throws IOException {
        var file = folder.resolve("catalog.json");
        Files.writeString(
                file,
                Bundled.text()
                        .replace("\"/v1/facts\"", "\"/v1/billing\"")
                        .replace("\"/v1/factors/**\"", "\"/v1/usage\""));
        var broken = new Rig(Map.of("OMNI_CATALOG_FILE", file.toString()));
        assertThatThrownBy(() -> broken.function(Endpoints.FORWARD_CATALOG_ROUTE))
                .isInstanceOf(CatalogFaults.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("number 10")
                .hasMessageContaining("GetBilling");
    }
}
