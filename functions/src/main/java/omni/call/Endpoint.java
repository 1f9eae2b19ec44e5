package omni.call;

import java.util.Optional;
import omni.http.Reply;

/** What one route does, between the shell's checks and its answer. */
@FunctionalInterface
public interface Endpoint {

    Reply handle(Exchange exchange);

    /** Whose an Idempotency-Key is where no caller is known; empty where nobody is, then the key means nothing. */
    default Optional<KeyOwner> keyOwner(Exchange exchange) {
        return Optional.empty();
    }
}
