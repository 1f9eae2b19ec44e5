package omni.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyAnswerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "not json",
                "{}",
                "{'statusCode':'many'}",
                "{'statusCode':99}",
                "{'statusCode':600}",
                "{'statusCode':200,'body':{'a':1}}",
                "{'statusCode':200,'headers':[]}",
                "{'statusCode':200,'headers':{'a':{}}}",
                "{'statusCode':200,'multiValueHeaders':{'a':'b'}}",
                "{'statusCode':200,'cookies':[]}",
                "{'statusCode':200,'body':'?','isBase64Encoded':true}"
            })
    void aMalformedAnswerIsNoAnswer(String answer) {
        assertThat(ProxyAnswer.read(json(answer))).isEmpty();
    }

    @Test
    void bothHeaderMapsAreMergedWithoutRepeatingAPair() {
        var answer = ProxyAnswer.read(json("{'statusCode':'201','headers':{'X-A':'1','X-N':5,'X-Null':null},"
                        + "'multiValueHeaders':{'x-a':['1','2'],'Set-Cookie':['a=1','b=2']},'body':'é'}"))
                .orElseThrow();

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers())
                .containsEntry("x-a", List.of("1", "2"))
                .containsEntry("X-N", List.of("5"))
                .containsEntry("Set-Cookie", List.of("a=1", "b=2"))
                .containsEntry("Content-Type", List.of("application/json"))
                .doesNotContainKey("X-Null");
        assertThat(answer.body()).isEqualTo("é".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"WWW-Authenticate", "www-authenticate", "Server", "Connection", "Date", "Authorization"})
    void headersOfTheGatewayAreRenamed(String name) {
        var answer = ProxyAnswer.read(json("{'statusCode':401,'headers':{'" + name + "':'v'}}"))
                .orElseThrow();

        assertThat(answer.headers())
                .containsEntry("x-amzn-Remapped-" + name, List.of("v"))
                .doesNotContainKey(name);
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }
}
