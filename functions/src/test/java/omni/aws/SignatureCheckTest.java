package omni.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Map;
import omni.aws.SignatureCheck.Received;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of signatures, by the suite that AWS publishes for them. */
class SignatureCheckTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        get-vanilla             | GET  |                             | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31 | us-east-1/service
        post-vanilla            | POST |                             | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b | us-east-1/service
        get-vanilla-query-order | GET  | Param2=value2&Param1=value1 | b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500 | us-east-1/service
        one letter is another   | GET  |                             | 6fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31 | another signature
        """)
    void theSuitesSignaturesAreRight(String name, String method, String query, String signature, String verdict)
            throws GeneralSecurityException {
        var request = new Received(
                method,
                "/",
                query == null ? "" : query,
                Map.of(
                        "host", "example.amazonaws.com",
                        "x-amz-date", "20150830T123600Z",
                        "authorization",
                                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                        + " SignedHeaders=host;x-amz-date, Signature=" + signature),
                new byte[0]);

        assertThat(new SignatureCheck("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").verdict(request))
                .as(name)
                .isEqualTo(verdict);
    }
}
