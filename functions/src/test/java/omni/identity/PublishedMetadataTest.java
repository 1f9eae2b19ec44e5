package omni.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import omni.access.AuthorizationServer.Metadata;
import omni.fakes.Fixture;
import omni.fakes.MovableClock;
import omni.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedMetadataTest {

    private static final String OAUTH = "/.well-known/oauth-authorization-server";

    private final LocalIssuer issuer = new LocalIssuer();
    private final MovableClock clock = new MovableClock(Fixture.START);
    private final PublishedMetadata published = new PublishedMetadata(issuer.address(), clock, LocalIssuer.PATIENCE);

    @AfterEach
    void stop() {
        issuer.close();
    }

    private String document(String extra) {
        return "{ \"issuer\":  \"" + issuer.address() + "\", \"extra\": \"" + extra + "\"}\n";
    }

    @Test
    void theOauthDocumentIsPassedOnUnchangedAndAskedForEveryFiveMinutes() {
        issuer.answer(OAUTH, 200, document("grüße"));
        assertThat(published.metadata()).isEqualTo(new Metadata.Published(document("grüße")));
        issuer.answer(OAUTH, 200, document("new"));
        clock.advance(PublishedMetadata.FRESH.minusMillis(1));
        assertThat(published.metadata()).isEqualTo(new Metadata.Published(document("grüße")));
        clock.advance(Duration.ofMillis(1));
        assertThat(published.metadata()).isEqualTo(new Metadata.Published(document("new")));
        assertThat(issuer.requests(OAUTH)).isEqualTo(2);
        assertThat(issuer.requests(LocalIssuer.DISCOVERY)).isZero();
    }

    @Test
    void anIssuerWithoutOneHasItsOpenIdDocumentPassedOn() {
        assertThat(published.metadata()).isEqualTo(new Metadata.Published(Json.text(issuer.metadata())));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            500, '{}'
            200, 'a page'
            200, '[]'
            200, '{"issuer":"https://somebody.else"}'
            302, /elsewhere
            """)
    void whatIsNoDocumentOfTheIssuerIsNotPassedOn(int status, String body) {
        issuer.answer(OAUTH, status, body);
        issuer.answer(LocalIssuer.DISCOVERY, status, body);
        assertThat(published.metadata()).isInstanceOf(Metadata.NotNow.class);
        assertThat(issuer.requests("/elsewhere")).isZero();
    }

    @Test
    void aDocumentWithoutEndIsNotRead() {
        issuer.answer(OAUTH, 200, document("x".repeat(256 * 1024)));
        assertThat(published.metadata()).isInstanceOf(Metadata.NotNow.class);
    }

    /** Anybody may ask, so an issuer that is down is not asked for each of them; an old document is not passed on. */
    @Test
    void anIssuerThatFailsIsAskedAgainAfterAPause() {
        issuer.answer(OAUTH, 200, document("old"));
        published.metadata();
        clock.advance(PublishedMetadata.FRESH);
        issuer.answer(OAUTH, 503, "");
        issuer.answer(LocalIssuer.DISCOVERY, 503, "");
        assertThat(published.metadata()).isInstanceOf(Metadata.NotNow.class);
        issuer.answer(OAUTH, 200, document("new"));
        clock.advance(PublishedMetadata.PAUSE.minusMillis(1));
        assertThat(published.metadata()).isInstanceOf(Metadata.NotNow.class);
        assertThat(issuer.requests(OAUTH)).isEqualTo(2);
        clock.advance(Duration.ofMillis(1));
        assertThat(published.metadata()).isEqualTo(new Metadata.Published(document("new")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            https://issuer.example,            https://issuer.example/.well-known/oauth-authorization-server
            https://issuer.example/,           https://issuer.example/.well-known/oauth-authorization-server
            http://127.0.0.1:99/omni,          http://127.0.0.1:99/.well-known/oauth-authorization-server/omni
            https://issuer.example/a%20b/c/,   https://issuer.example/.well-known/oauth-authorization-server/a%20b/c
            """)
    void theWellKnownPathStandsBeforeTheIssuersOwn(URI of, URI address) {
        assertThat(PublishedMetadata.address(of)).isEqualTo(address);
    }

    @Test
    void nobodyAtTheAddressIsNotNow() {
        issuer.close();
        assertThat(published.metadata()).isInstanceOf(Metadata.NotNow.class);
    }
}
