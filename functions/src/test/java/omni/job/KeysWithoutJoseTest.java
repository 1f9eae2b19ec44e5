package omni.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import omni.access.Scopes;
import omni.call.Operation;
import omni.dynamodb.Table;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.fakes.Unused;
import omni.http.Request;
import omni.lambda.AuthorizerRoot;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A start of the authorizer that serves keys does not pay for the JOSE library: it works without any of its classes. */
class KeysWithoutJoseTest {

    /** Whoever asks for a class of the JOSE library, or of our package that uses it, is told that there is none. */
    private static final class WithoutJose extends URLClassLoader {

        private final List<String> asked = new ArrayList<>();

        WithoutJose() {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("omni.identity.") || name.startsWith("com.nimbusds.")) {
                asked.add(name);
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }

        private static URL[] classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .map(WithoutJose::url)
                    .toArray(URL[]::new);
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(entry, e);
            }
        }
    }

    /** Runs behind that loader: the authorizer's own root with keys in memory. */
    public static final class Probe {

        private static final Rig RIG = new Rig(Map.of(
                "OMNI_OIDC_ISSUER", "https://issuer.example.com", "OMNI_OIDC_AUDIENCES", "https://api.example.com"));

        private Probe() {}

        public static String byKey() {
            return say("x-api-key", RIG.key("key_1", true, Scopes.READ_SEC));
        }

        public static String byToken() {
            return say("Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln");
        }

        private static String say(String header, String credential) {
            var client = Unused.port(DynamoDbClient.class);
            var real = AuthorizerRoot.of(RIG.foundation, new Table(client, client, "omni"));
            var root = new AuthorizerRoot(
                    real.foundation(),
                    RIG.store.keys(),
                    real.format(),
                    real.hasher(),
                    real.sessions(),
                    real.accessTokens(),
                    real.bearers(),
                    real.invitations());
            var operation = new Operation(
                    "Probe",
                    "GET",
                    List.of("/v1/probe"),
                    Operation.Access.org(),
                    Operation.Meter.FREE,
                    Operation.Group.ACCOUNT,
                    List.of());
            var ask = Ask.of("GET", "/v1/probe").header(header, credential);
            return switch (root.authentication().of(operation, Request.of(ask.event()))) {
                case Authentication.Proved(var caller) -> caller.principal().principalId();
                case Authentication.Refused refused -> refused.reason().name();
                case Authentication.Unverifiable(var cause) -> cause;
            };
        }
    }

    @Test
    void aKeyIsCheckedWithoutTheLibrary() throws Exception {
        try (var loader = new WithoutJose()) {
            var probe = loader.loadClass(Probe.class.getName());
            assertThat(probe.getMethod("byKey").invoke(null)).isEqualTo("key_1");
            assertThat(loader.asked).isEmpty();
        }
    }

    @Test
    void aTokenIsNot() throws Exception {
        try (var loader = new WithoutJose()) {
            var probe = loader.loadClass(Probe.class.getName());
            assertThatThrownBy(() -> probe.getMethod("byToken").invoke(null))
                    .hasRootCauseInstanceOf(ClassNotFoundException.class);
            assertThat(loader.asked).contains("omni.identity.OidcAccessTokens");
        }
    }
}
