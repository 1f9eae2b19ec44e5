package omni.local.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import omni.local.machine.LocalJson;
import omni.local.machine.LocalTimeouts;
import omni.local.oidc.OauthClient.BadMetadata;

/**
 * Clients whose id is the address of a document about them (draft-ietf-oauth-client-id-metadata-document). Anybody may name an
 * address, so it is fetched with care: over TLS from the open internet, or in the clear from this machine; never from the network
 * between, no redirect, little to read.
 */
final class ClientDocuments implements AutoCloseable {

    private static final int MOST_BYTES = 16 * 1024;
    private static final int REMEMBERED = 100;
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "[::1]", "localhost");

    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LocalTimeouts.HUNG)
            .build();
    private final Map<String, Read> read = new ConcurrentHashMap<>();

    ClientDocuments(InstantSource clock) {
        this.clock = clock;
    }

    private record Read(OauthClient client, Instant at) {}

    /** Whether an id is meant as an address. */
    static boolean isAddress(String clientId) {
        return clientId.regionMatches(true, 0, "https://", 0, 8) || clientId.regionMatches(true, 0, "http://", 0, 7);
    }

    OauthClient find(String clientId) throws BadMetadata {
        var now = clock.instant();
        var last = read.get(clientId);
        if (last != null && !now.isBefore(last.at()) && now.isBefore(last.at().plus(FRESH))) {
            return last.client();
        }
        var client = client(clientId, fetch(address(clientId)));
        if (read.size() >= REMEMBERED) {
            read.clear();
        }
        read.put(clientId, new Read(client, now));
        return client;
    }

    /** The draft's section 3, and who may be asked. */
    private static URI address(String clientId) throws BadMetadata {
        URI uri;
        try {
            uri = URI.create(clientId);
        } catch (IllegalArgumentException e) {
            throw bad("client_id is no address");
        }
        var host = uri.getHost();
        var path = String.valueOf(uri.getRawPath());
        if (host == null
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null
                || path.length() < 2
                || Arrays.stream(path.split("/", -1)).anyMatch(part -> part.equals(".") || part.equals(".."))) {
            throw bad("client_id: an address with a path, without user, fragment and dots is needed");
        }
        var here = THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT));
        if (!here && (!"https".equalsIgnoreCase(uri.getScheme()) || !isOnTheInternet(host))) {
            throw bad("client_id: only https on the internet, or this machine, is asked");
        }
        return uri;
    }

    private static boolean isOnTheInternet(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).noneMatch(ClientDocuments::isInside);
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Addresses of this machine by another name, of its network, and of none. */
    static boolean isInside(InetAddress address) {
        var bytes = address.getAddress();
        var uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xFE) == 0xFC;
        var shared = bytes.length == 4 && (bytes[0] & 0xFF) == 100 && (bytes[1] & 0xC0) == 64;
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || shared;
    }

    private HttpResponse<byte[]> fetch(URI address) throws BadMetadata {
        var request = HttpRequest.newBuilder(address)
                .timeout(LocalTimeouts.HUNG)
                .header("Accept", "application/json")
                .build();
        try {
            return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        } catch (IOException e) {
            throw bad("client_id: its document can't be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw bad("client_id: its document can't be read now");
        }
    }

    private static OauthClient client(String clientId, HttpResponse<byte[]> answer) throws BadMetadata {
        var type = answer.headers().firstValue("Content-Type").orElse("");
        var json = answer.statusCode() == 200 && type.matches("(?i)application/([a-z.-]+\\+)?json\\b.*")
                ? LocalJson.parseObject(answer.body())
                : Optional.<JsonNode>empty();
        var document = json.orElseThrow(() -> bad("client_id: there is no JSON document at it"));
        if (!document.path("client_id").asText().equals(clientId)) {
            throw bad("client_id: its document is about another client");
        }
        if (!document.path("token_endpoint_auth_method").asText("none").equals("none")
                || document.has("client_secret")) {
            throw bad("client_id: a document that anybody reads holds no secret, so none is the method that is served");
        }
        if (!document.path("client_name").isTextual()) {
            throw bad("client_id: its document names no client_name");
        }
        return OauthClient.of(clientId, document, Optional.empty());
    }

    private static BadMetadata bad(String message) {
        return new BadMetadata("invalid_client", message);
    }

    @Override
    public void close() {
        http.close();
    }
}
