package omni.local.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.local.gateway.HttpAnswer;
import omni.local.gateway.LocalRoutes;

/** The page of the local world where a signed-in person sees their account and adds a card: it only calls the API. */
final class LocalPages {

    static final String ACCOUNT = "/_local/account";

    private LocalPages() {}

    static void register(LocalRoutes routes) {
        var html = resource("account.html");
        routes.on(
                "GET",
                ACCOUNT,
                body -> new HttpAnswer(200, Map.of("Content-Type", List.of("text/html; charset=utf-8")), html));
    }

    private static byte[] resource(String name) {
        try (var stream = Objects.requireNonNull(LocalPages.class.getResourceAsStream(name), name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the class path does not fail", e);
        }
    }
}
