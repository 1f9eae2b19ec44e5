package omni.local.sam;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import omni.local.machine.LocalJson;

/**
 * The environment of functions in containers, as {@code sam local --env-vars} reads it: the environment of the local
 * world, with its addresses as a container sees them.
 *
 * @param variables the environment of the local world's functions
 */
public record SamEnvironment(Map<String, String> variables) {

    /** The developer's machine, in a container. */
    static final String HOST = "host.docker.internal";

    /** Addresses that a function calls by itself; all others are for browsers and stay as they are. */
    private static final Set<String> CALLED = Set.of(
            "OMNI_DYNAMODB_ENDPOINT",
            "OMNI_STRIPE_API_BASE",
            "OMNI_OIDC_ISSUER",
            "OMNI_UPSTREAM_BASE_URL",
            "OMNI_CHAT_CONNECTIONS_URL",
            "OMNI_LAMBDA_ENDPOINT");

    /** Files of this machine, which a container does not have. */
    private static final Set<String> FILES = Set.of("OMNI_CATALOG_FILE");

    public SamEnvironment {
        variables = Map.copyOf(variables);
    }

    /** {@code Parameters} are the variables that every function gets, as far as its template has them. */
    public String json() {
        var file = LocalJson.object();
        var parameters = file.putObject("Parameters");
        new TreeMap<>(variables).forEach((name, value) -> {
            if (!FILES.contains(name)) {
                parameters.put(name, CALLED.contains(name) ? inContainer(value) : value);
            }
        });
        return file.toPrettyString() + "\n";
    }

    /** The ports of this machine that a function calls. */
    Set<Integer> ports() {
        var ports = new java.util.TreeSet<Integer>();
        variables.forEach((name, value) -> {
            if (CALLED.contains(name) && ofThisMachine(URI.create(value))) {
                ports.add(URI.create(value).getPort());
            }
        });
        return ports;
    }

    private static String inContainer(String address) {
        var uri = URI.create(address);
        return ofThisMachine(uri) ? address.replaceFirst(uri.getHost(), HOST) : address;
    }

    private static boolean ofThisMachine(URI uri) {
        return Set.of("localhost", "127.0.0.1").contains(String.valueOf(uri.getHost()));
    }

    @Override
    public String toString() {
        return "SamEnvironment" + variables.keySet();
    }
}
