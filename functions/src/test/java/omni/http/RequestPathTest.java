package omni.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A deployment below a path of its host is called by the contract's paths all the same: rules that look at a path see those. */
class RequestPathTest {

    @ParameterizedTest(name = "{0}: {1}{2} is {3}")
    @CsvSource(useHeadersInDisplayName = false, textBlock = """
        https://api.example.com/billing,                              api.example.com,                         /billing/v1/me, /v1/me
        https://api.example.com/billing,                              api.example.com,                         /billing,       /
        https://api.example.com/billing,                              api.example.com,                         /billings/v1,   /billings/v1
        https://api.example.com/v1,                                   api.example.com,                         /v1/v1/me,      /v1/me
        https://api.example.com/billing,                              other.example.com,                       /billing/v1/me, /billing/v1/me
        https://api.example.com,                                      api.example.com,                         /v1/me,         /v1/me
        https://abc.execute-api.us-east-1.amazonaws.com/v1,           abc.execute-api.us-east-1.amazonaws.com, /v1/me,         /v1/me
        """)
    void thePathIsTheOneBelowTheAddress(String apiBaseUrl, String host, String path, String expected) {
        var event = Map.<String, Object>of("path", path, "requestContext", Map.of("domainName", host));

        assertThat(Request.of(Map.copyOf(event), apiBaseUrl).path()).isEqualTo(expected);
    }
}
