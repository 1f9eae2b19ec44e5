package omni.local.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectUrisTest {

    @ParameterizedTest(name = "{0} registered, {1} asked: {2}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            registered,                       asked,                                 same
            https://app.example/cb,           https://app.example/cb,                true
            https://app.example/cb,           https://app.example/cb?a=b,            false
            https://app.example/cb,           https://app.example:8443/cb,           false
            https://app.example/cb,           https://app.example/cb/,               false
            https://app.example/cb,           https://APP.example/cb,                false
            cursor://app/cb,                  cursor://app/cb,                       true
            http://127.0.0.1/cb,              http://127.0.0.1:54321/cb,             true
            http://127.0.0.1:1/cb,            http://127.0.0.1:54321/cb,             true
            http://localhost:1/cb,            http://localhost:2/cb,                 true
            http://[::1]/cb,                  http://[::1]:2/cb,                     true
            http://127.0.0.1,                 http://127.0.0.1:2,                    true
            http://127.0.0.1:1/cb?a=b,        http://127.0.0.1:2/cb?a=b,             true
            http://127.0.0.1/cb,              http://localhost:2/cb,                 false
            http://127.0.0.1/cb,              http://127.0.0.1:2/other,              false
            http://127.0.0.1/cb,              http://127.0.0.1:2@evil.example/cb,    false
            http://127.0.0.1/cb,              http://127.0.0.1.evil.example/cb,      false
            http://127.0.0.1/cb,              https://127.0.0.1:2/cb,                false
            """)
    void onlyThePortOfThisMachineIsFree(String registered, String asked, boolean same) {
        assertThat(RedirectUris.isRegistered(asked, registered)).isEqualTo(same);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(quoteCharacter = '`', textBlock = """
            https://app.example/cb,      true
            http://127.0.0.1:3334/cb,    true
            http://localhost/cb,         true
            http://[::1]:1/cb,           true
            cursor://anysphere/cb,       true
            com.example.app:/cb,         true
            http://app.example/cb,       false
            http://10.0.0.1/cb,          false
            http://localhost.evil.example/cb, false
            https://app.example/cb#a,    false
            https://u:p@app.example/cb,  false
            /cb,                         false
            javascript:alert(1),         false
            JavaScript:alert(1),         false
            `data:text/html,x`,          false
            file:///etc/passwd,          false
            https://a b/,                false
            """)
    void aClientMayHaveOnlyWhatIsItsOwn(String address, boolean allowed) {
        assertThat(RedirectUris.isAllowed(address)).isEqualTo(allowed);
    }
}
