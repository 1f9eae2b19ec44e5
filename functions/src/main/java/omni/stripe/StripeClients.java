package omni.stripe;

import com.stripe.StripeClient;
import com.stripe.net.BearerTokenAuthenticator;
import com.stripe.net.RequestOptions;
import java.net.URI;
import java.util.Optional;
import omni.access.Rotating;

/** Clients of stripe-java: each with its own key and address, so that several accounts live in one process. Their writes are keyed. */
final class StripeClients {

    private StripeClients() {}

    static StripeClient of(String apiKey, Optional<URI> apiBase, StripePayments.Limits limits) {
        return of(Rotating.ofConstant(apiKey), apiBase, limits);
    }

    /** Each request goes out with the key of its moment. */
    static StripeClient of(Rotating<String> apiKey, Optional<URI> apiBase, StripePayments.Limits limits) {
        var bearer = apiKey.map(BearerTokenAuthenticator::new);
        var builder = StripeClient.builder()
                .setAuthenticator(request -> bearer.now().authenticate(request))
                .setConnectTimeout((int) limits.connect().toMillis())
                .setReadTimeout((int) limits.read().toMillis())
                .setMaxNetworkRetries(0)
                .setHttpClient(new StripeTransport(limits));
        apiBase.map(StripeClients::withoutTrailingSlash).ifPresent(builder::setApiBase);
        return builder.build();
    }

    static RequestOptions withIdempotencyKey(String idempotencyKey) {
        return RequestOptions.builder().setIdempotencyKey(idempotencyKey).build();
    }

    private static String withoutTrailingSlash(URI base) {
        var text = base.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
