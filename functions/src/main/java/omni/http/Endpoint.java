package omni.http;

/** What one route does, between the shell's checks and its answer. */
@FunctionalInterface
public interface Endpoint {

    Reply handle(Exchange exchange);
}
