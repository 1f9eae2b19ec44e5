package omni.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Set;
import omni.access.AccessTokens;
import omni.access.AccessTokens.Bad;
import omni.access.AccessTokens.Good;
import omni.access.AccessTokens.Resource;
import omni.access.Operators;
import omni.fakes.Fixture;
import omni.fakes.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 3.1: which token counts where. */
class AudiencesTest {

    private static final String AUDIENCE = "https://api.example.com";
    private static final String MCP = AUDIENCE + "/mcp";

    private final LocalIssuer issuer = new LocalIssuer();
    private final MovableClock clock = new MovableClock(Fixture.START);
    private final AccessTokens tokens = tokens(Set.of("other", AUDIENCE, MCP));

    @AfterEach
    void stop() {
        issuer.close();
    }

    private AccessTokens tokens(Set<String> audiences) {
        return new OidcAccessTokens(
                issuer.address(),
                new Audiences(audiences, MCP),
                new Operators(Set.of(), new Operators.Group("groups", "omni operators")),
                clock,
                LocalIssuer.PATIENCE);
    }

    private JWTClaimsSet.Builder claims() {
        return issuer.claims("", clock.instant()).claim("nonce", null).audience(AUDIENCE);
    }

    private String signed(JWTClaimsSet claims) {
        return LocalIssuer.signed(claims, issuer.rsa, JWSAlgorithm.RS256);
    }

    /** MCP 2026-07-28, authorization: a server takes tokens that were issued for it, and no others. */
    @ParameterizedTest(name = "aud {0}: API {1}, MCP {2}")
    @CsvSource({
        "https://api.example.com,true,false",
        "other,true,false",
        "https://api.example.com/mcp,false,true",
        "https://api.example.com/mcp/,false,false",
        "https://api.example.com other,true,false",
        "other https://api.example.com/mcp,true,true"
    })
    void anAudienceCountsAtItsOwnResource(String audiences, boolean api, boolean mcp) {
        var token = signed(claims().audience(List.of(audiences.split(" ", -1))).build());
        assertThat(tokens.verify(token, Resource.API)).isInstanceOf(api ? Good.class : Bad.class);
        assertThat(tokens.verify(token, Resource.MCP)).isInstanceOf(mcp ? Good.class : Bad.class);
    }

    @Test
    void aDeploymentThatDoesNotNameTheMcpServerTakesItsOtherAudiencesThere() {
        var other = tokens(Set.of("other", AUDIENCE));
        var token = signed(claims().build());
        assertThat(other.verify(token, Resource.MCP)).isEqualTo(other.verify(token, Resource.API));
        assertThat(((Good) other.verify(token, Resource.MCP)).scopes()).isEmpty();
        assertThat(other.verify(signed(claims().audience(MCP).build()), Resource.MCP))
                .isEqualTo(new Bad("aud is none of ours"));
    }

    @ParameterizedTest(name = "a token for MCP that says {0} gives {1}")
    @CsvSource(textBlock = """
            '',                                          read:sec
            openid email,                                read:sec
            openid billing:read,                         openid billing:read
            https://api.example.com/mcp/billing:read,    billing:read
            https://api.example.com/billing:read,        read:sec
            """)
    void aTokenForTheMcpServerThatNamesNoScopeOfOursGetsThatOfANewKey(String says, String gives) {
        var token = signed(
                claims().audience(List.of(AUDIENCE, MCP)).claim("scope", says).build());
        assertThat(((Good) tokens.verify(token, Resource.MCP)).scopes())
                .containsExactlyInAnyOrder(gives.split(" ", -1));
    }
}
