package omni.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.access.Operators;
import omni.access.SecretName;
import omni.account.GrantRenewal;
import omni.chat.ChatLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of contract 16: defaults, every fault at once, secrets never told. */
class ConfigurationTest {

    private static final String SESSION_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final Set<SecretName> ALL = Set.of(SecretName.values());

    private static Map<String, String> good() {
        var variables = new HashMap<>(Map.of(
                "OMNI_TABLE_NAME", "omni",
                "OMNI_API_BASE_URL", "https://api.example.com/",
                "OMNI_DOCS_BASE_URL", "https://docs.example.com",
                "OMNI_UPGRADE_URL", "https://example.com/pricing",
                "OMNI_BILLING_URL", "https://example.com/billing",
                "OMNI_PEPPERS", "canary pepper of now,canary pepper before",
                "OMNI_SESSION_KEY", SESSION_KEY,
                "OMNI_ADDRESS_SALT", "canary salt of addresses",
                "OMNI_STRIPE_API_KEY", "sk_canary"));
        variables.put("OMNI_STRIPE_WEBHOOK_SECRETS", "whsec_canary");
        variables.put("STREAM_TICKET_HMAC_SECRET_PRIMARY", "canary secret of tickets, of now");
        variables.put("STREAM_TICKET_HMAC_SECRET_PREVIOUS", "canary secret of tickets, of before");
        variables.put("OMNI_CHAT_CONNECTIONS_URL", "https://abc.execute-api.eu-north-1.amazonaws.com/ws");
        variables.put("OMNI_CHAT_RUN_FUNCTION", "RunChat:live");
        return variables;
    }

    @Test
    void whatIsNotSetHasTheContractsDefault() {
        var configuration = Configuration.of(good(), ALL);
        var settings = configuration.settings();
        assertThat(settings.headerPrefix()).isEqualTo("Omni-");
        assertThat(settings.headerAliases()).isEmpty();
        assertThat(settings.versionHeaders()).containsExactly("omni-version", "secapi-version");
        assertThat(settings.keyBrand()).isEqualTo("secapi");
        assertThat(settings.livemode()).isFalse();
        assertThat(settings.apiBaseUrl()).isEqualTo("https://api.example.com");
        assertThat(settings.sessionCookieName()).isEqualTo("omni_session");
        assertThat(configuration.grantCalls()).isEqualTo(250);
        assertThat(configuration.grantRenewal()).isEqualTo(GrantRenewal.NONE);
        assertThat(configuration.grantAdvisoryPercent()).isEqualTo(80);
        assertThat(configuration.paymentGrace()).isEqualTo(Duration.ofDays(7));
        assertThat(configuration.rateLimits()).isTrue();
        assertThat(configuration.aiQuotaGraceUntil()).isNull();
        assertThat(configuration.keyAsBearer()).isTrue();
        assertThat(configuration.catalogFile()).isNull();
        assertThat(configuration.oidc()).isEmpty();
        assertThat(configuration.operators()).isEqualTo(Operators.NONE);
        assertThat(configuration.chat().url()).isEmpty();
        assertThat(configuration.chat().limits()).isEqualTo(new ChatLimits(30, false, 20));
        assertThat(configuration.chat().reach())
                .contains(new Configuration.ChatReach(
                        URI.create("https://abc.execute-api.eu-north-1.amazonaws.com/ws"),
                        "RunChat:live",
                        Optional.empty()));
    }

    @Test
    void aFunctionThatReachesNoChatNeedsNoWayToIt() {
        var variables = good();
        variables.remove("OMNI_CHAT_CONNECTIONS_URL");
        variables.remove("OMNI_CHAT_RUN_FUNCTION");
        assertThat(Configuration.of(variables, ALL).chat().reach()).isEmpty();
    }

    @Test
    void whatIsSetIsTaken() {
        var variables = good();
        variables.putAll(Map.of(
                "OMNI_HEADER_ALIASES", " SECAPI- , X-",
                "OMNI_GRANT_CALLS", "0",
                "OMNI_GRANT_RENEWAL", "monthly",
                "OMNI_PAYMENT_GRACE_DAYS", "3",
                "OMNI_RATE_LIMIT_ENABLED", "false",
                "OMNI_AI_QUOTA_GRACE_UNTIL", "2026-06-01T00:00:00Z",
                "OMNI_OIDC_ISSUER", "https://id.example.com",
                "OMNI_OIDC_CLIENT_ID", "client",
                "OMNI_OIDC_CLIENT_SECRET", "oidc canary"));
        variables.put("OMNI_OPERATOR_SUBJECTS", "auth0|1, Ops@Example.com");
        variables.put("OMNI_OPERATOR_GROUP_CLAIM", "groups");
        variables.put("OMNI_OPERATOR_GROUP", "operators");
        var configuration = Configuration.of(variables, ALL);
        assertThat(configuration.settings().headerAliases()).containsExactly("SECAPI-", "X-");
        assertThat(configuration.grantCalls()).isZero();
        assertThat(configuration.grantRenewal()).isEqualTo(GrantRenewal.MONTHLY);
        assertThat(configuration.paymentGrace()).isEqualTo(Duration.ofDays(3));
        assertThat(configuration.rateLimits()).isFalse();
        assertThat(configuration.aiQuotaGraceUntil()).isEqualTo(Instant.parse("2026-06-01T00:00:00Z"));
        assertThat(configuration.peppers().now()).containsExactly("canary pepper of now", "canary pepper before");
        assertThat(configuration.oidc()).isPresent();
        assertThat(configuration.operators())
                .isEqualTo(new Operators(
                        Set.of("auth0|1", "Ops@Example.com"), new Operators.Group("groups", "operators")));
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        OMNI_TABLE_NAME             | ''               | is not set
        OMNI_API_BASE_URL           | ''               | is not set
        OMNI_API_BASE_URL           | /relative        | must be an absolute URL
        OMNI_DOCS_BASE_URL          | 'https://a b'    | must be an absolute URL
        OMNI_UPGRADE_URL            | mailto:a@b       | must be an absolute URL
        OMNI_BILLING_URL            | ''               | is not set
        OMNI_DYNAMODB_ENDPOINT      | localhost        | must be an absolute URL
        OMNI_HEADER_PREFIX          | 'Om ni'          | must be made of letters, digits and hyphens
        OMNI_API_BASE_URL           | http://api.example.com | must be an https URL; http is for localhost
        OMNI_API_BASE_URL           | http://10.0.0.1  | must be an https URL; http is for localhost
        OMNI_API_BASE_URL           | http://127.0.0.1.example.com | must be an https URL; http is for localhost
        OMNI_API_BASE_URL           | http://localhost.example.com | must be an https URL; http is for localhost
        OMNI_API_BASE_URL           | ftp://localhost  | must be an https URL; http is for localhost
        OMNI_SESSION_COOKIE_NAME    | 'a b'            | must be letters, digits, hyphens and underscores
        OMNI_SESSION_COOKIE_NAME    | __Host-omni      | must be letters, digits, hyphens and underscores
        OMNI_HEADER_ALIASES         | 'A-,B:'          | must be made of letters, digits and hyphens
        OMNI_VERSION_HEADERS        | 'a b'            | must be made of letters, digits and hyphens
        OMNI_KEY_PREFIX             | Sec              | must be 2 to 16 lower-case letters and digits
        OMNI_LIVEMODE               | yes              | must be true or false
        OMNI_GRANT_CALLS            | -1               | must be a whole number from 0 to 1000000000
        OMNI_GRANT_CALLS            | many             | must be a whole number from 0 to 1000000000
        OMNI_GRANT_RENEWAL          | yearly           | must be none or monthly
        OMNI_BOOTSTRAP_DEFAULT_TTL_SECONDS | 59        | must be a whole number from 60 to 86400
        OMNI_GRANT_ADVISORY_PERCENT | 0                | must be a whole number from 1 to 100
        OMNI_PAYMENT_GRACE_DAYS     | 366              | must be a whole number from 0 to 365
        OMNI_RATE_LIMIT_ENABLED     | on               | must be true or false
        OMNI_AI_QUOTA_GRACE_UNTIL   | tomorrow         | must be an ISO-8601 instant
        OMNI_KEY_AS_BEARER          | 1                | must be true or false
        OMNI_PEPPERS                | ''               | must be the current pepper
        OMNI_PEPPERS                | 'a,b,c'          | must be the current pepper
        OMNI_PEPPERS                | short            | must have at least 16 bytes each
        OMNI_SESSION_KEY            | ''               | must be the current key
        OMNI_SESSION_KEY            | 'a,b,c'          | must be the current key
        OMNI_SESSION_KEY            | '***'            | must be 32 bytes in base64 each
        OMNI_SESSION_KEY            | AAEC             | must be 32 bytes in base64 each
        OMNI_ADDRESS_SALT           | ''               | is not set
        OMNI_ADDRESS_SALT           | short            | must have at least 16 bytes
        STREAM_TICKET_HMAC_SECRET_PRIMARY | ''         | is not set
        STREAM_TICKET_HMAC_SECRET_PRIMARY | 'of thirty-one bytes, one short.' | must have at least 32 bytes
        STREAM_TICKET_HMAC_SECRET_PREVIOUS | short     | must have at least 32 bytes
        RATE_LIMIT_CHAT_RPM         | 0                | must be a whole number from 1 to 600
        RATE_LIMIT_CHAT_RPM         | 601              | must be a whole number from 1 to 600
        RATE_LIMIT_ENABLED          | on               | must be true or false
        OMNI_CHAT_MAX_CONNECTIONS_PER_USER | 0         | must be a whole number from 1 to 100
        OMNI_CHAT_URL               | /ws              | must be an absolute URL
        OMNI_CHAT_URL               | https://a.example/ws | must be a wss URL
        OMNI_CHAT_URL               | ws://a.example/ws | must be a wss URL
        OMNI_CHAT_URL               | wss://a.example/ws?a=b | must have no user, query and fragment
        OMNI_CHAT_CONNECTIONS_URL   | /ws              | must be an absolute URL
        OMNI_CHAT_CONNECTIONS_URL   | ''               | must be set together
        OMNI_CHAT_RUN_FUNCTION      | ''               | must be set together
        OMNI_LAMBDA_ENDPOINT        | lambda           | must be an absolute URL
        OMNI_OIDC_ISSUER            | id.example.com   | must be an absolute URL
        OMNI_STRIPE_API_KEY         | ''               | is not set
        OMNI_STRIPE_API_BASE        | stripe           | must be an absolute URL
        OMNI_UPSTREAM_BASE_URL      | /relative        | must be an absolute URL
        OMNI_UPSTREAM_BASE_URL      | ftp://a.example  | must be an http or https URL
        OMNI_UPSTREAM_BASE_URL      | http://u:p@a.example | must be an http or https URL
        OMNI_UPSTREAM_BASE_URL      | http://a.example/?b=c | must be an http or https URL
        OMNI_TOKEN_COUNT_MODE       | sometimes        | must be always, opt-in or never
        OMNI_OPERATOR_GROUP_CLAIM   | groups           | must name the group
        OMNI_OPERATOR_GROUP         | operators        | must name the claim
        """)
    void aSettingThatIsMissingOrWrongIsNamed(String name, String value, String fault) {
        var variables = good();
        variables.put(name, value);
        assertThatThrownBy(() -> Configuration.of(variables, ALL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(fault);
    }

    @ParameterizedTest(name = "live {0}, RATE_LIMIT_ENABLED {1}: {2}")
    @CsvSource({"'', '', false", "false, '', false", "true, '', true", "true, false, false", "false, true, true"})
    void theChatsLimitIsOnWhereMoneyIsRealUnlessItsOwnSwitchSaysOtherwise(String live, String set, boolean isEnabled) {
        var variables = good();
        variables.put("OMNI_LIVEMODE", live);
        variables.put("RATE_LIMIT_ENABLED", set);
        variables.put("OMNI_RATE_LIMIT_ENABLED", Boolean.toString(!isEnabled));
        variables.put("RATE_LIMIT_CHAT_RPM", "600");
        assertThat(Configuration.of(variables, ALL).chat().limits()).isEqualTo(new ChatLimits(600, isEnabled, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss://chat.example.com/ws", "ws://localhost:8080/ws", "ws://127.0.0.1:3000/ws"})
    void theChatsAddressIsOneThatATicketIsSafeOn(String url) {
        var variables = good();
        variables.put("OMNI_CHAT_URL", url);
        assertThat(Configuration.of(variables, ALL).chat().url()).contains(URI.create(url));
    }

    @Test
    void aTicketsSecretsAreThePrimaryThenTheOtherWhereThereIsOne() {
        var variables = good();
        assertThat(Configuration.of(variables, ALL).chat().ticketSecrets().now())
                .containsExactly("canary secret of tickets, of now", "canary secret of tickets, of before");
        variables.remove("STREAM_TICKET_HMAC_SECRET_PREVIOUS");
        assertThat(Configuration.of(variables, ALL).chat().ticketSecrets().now())
                .containsExactly("canary secret of tickets, of now");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "https://api.example.com, __Host-omni_session",
        "HTTPS://api.example.com/v, __Host-omni_session",
        "https://localhost:8443, __Host-omni_session",
        "http://localhost:8080, omni_session",
        "http://127.0.0.1:3000, omni_session",
        "http://[::1]:3000, omni_session"
    })
    void theCookieIsBoundToItsHostWhereverThereIsTls(String apiBaseUrl, String cookie) {
        var variables = good();
        variables.put("OMNI_API_BASE_URL", apiBaseUrl);
        var settings = Configuration.of(variables, ALL).settings();
        assertThat(settings.sessionCookie()).isEqualTo(cookie);
        assertThat(settings.loginCookie()).isEqualTo(cookie + "_login");
    }

    /** They stand between quotes in a header, with spaces between them. */
    @ParameterizedTest
    @ValueSource(strings = {"openid email", "openid,a\"b", "a\\b", "é"})
    void aScopeThatNoHeaderCouldSayIsNamed(String scopes) {
        var variables = good();
        variables.putAll(Map.of(
                "OMNI_OIDC_ISSUER", "https://id.example.com",
                "OMNI_OIDC_CLIENT_ID", "client",
                "OMNI_OIDC_CLIENT_SECRET", "oidc canary"));
        variables.put("OMNI_OIDC_SCOPES", " openid , https://api.example.com/mcp/read:sec");
        assertThat(Configuration.of(variables, ALL).oidc().orElseThrow().scopes())
                .containsExactly("openid", "https://api.example.com/mcp/read:sec");
        variables.put("OMNI_OIDC_SCOPES", scopes);
        assertThatThrownBy(() -> Configuration.of(variables, ALL))
                .hasMessageContaining("OMNI_OIDC_SCOPES must be scopes of the issuer");
    }

    @Test
    void anIssuerNeedsAClientWithItsSecret() {
        var variables = good();
        variables.put("OMNI_OIDC_ISSUER", "https://id.example.com");
        assertThatThrownBy(() -> Configuration.of(variables, ALL))
                .hasMessageContaining("OMNI_OIDC_CLIENT_ID is not set")
                .hasMessageContaining("OMNI_OIDC_CLIENT_SECRET is not set");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThatThrownBy(() -> Configuration.of(Map.of("OMNI_GRANT_CALLS", "x"), ALL))
                .hasMessageStartingWith("The configuration has 11 fault(s): ")
                .hasMessageContaining("OMNI_TABLE_NAME is not set")
                .hasMessageContaining("OMNI_BILLING_URL is not set")
                .hasMessageContaining("OMNI_GRANT_CALLS must")
                .hasMessageContaining("OMNI_PEPPERS must")
                .hasMessageContaining("OMNI_SESSION_KEY must")
                .hasMessageContaining("OMNI_STRIPE_API_KEY is not set");
    }

    @Test
    void aFunctionThatNeedsNoSecretIsGivenNoneThoughItStandsInItsEnvironment() {
        var configuration = Configuration.of(good(), Set.of());

        assertThat(configuration.peppers().now()).isEmpty();
        assertThat(configuration.sessionKeys().now()).isEmpty();
        assertThat(configuration.addressSalts().now()).isEmpty();
        assertThat(configuration.stripe().apiKey().now()).isEmpty();
        assertThat(configuration.stripe().webhookSecrets().now()).isEmpty();
        assertThat(configuration.chat().ticketSecrets().now()).isEmpty();
    }

    @Test
    void aFunctionThatNeedsNoSecretStartsWithoutAny() {
        var variables = good();
        for (var secret : SecretName.values()) {
            variables.remove(secret.setting());
        }
        assertThat(Configuration.of(variables, Set.of()).needs()).isEmpty();
    }

    @Test
    void noSecretStandsInAMessageOrInAConfigurationsText() {
        var variables = good();
        variables.put("OMNI_OIDC_ISSUER", "https://id.example.com");
        variables.put("OMNI_OIDC_CLIENT_ID", "client");
        variables.put("OMNI_OIDC_CLIENT_SECRET", "oidc canary");
        var configuration = Configuration.of(variables, ALL);
        assertThat(List.of(configuration, configuration.stripe(), configuration.oidc(), configuration.chat())
                        .toString())
                .doesNotContain("canary")
                .doesNotContain(SESSION_KEY);
        variables.put("OMNI_PEPPERS", "canary,canary,canary,canary");
        variables.put("OMNI_SESSION_KEY", "canary!");
        assertThatThrownBy(() -> Configuration.of(variables, ALL)).hasMessageNotContaining("canary");
    }
}
