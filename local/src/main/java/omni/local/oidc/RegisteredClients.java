package omni.local.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.local.machine.AtomicFile;
import omni.local.machine.LocalJson;
import omni.local.oidc.OauthClient.BadMetadata;

/** The clients that have registered themselves (RFC 7591), and the product's own. */
final class RegisteredClients {

    /** Whoever registers more pushes out the oldest. */
    private static final int REMEMBERED = 200;

    private static final Set<String> WITH_SECRET = Set.of("client_secret_basic", "client_secret_post");

    private final Optional<AtomicFile> file;
    private final OauthClient product;
    private final Map<String, OauthClient> clients = new LinkedHashMap<>();

    RegisteredClients(Optional<Path> folder, OauthClient product) {
        this.file = folder.map(path -> new AtomicFile(path.resolve("oidc-clients.json")));
        this.product = product;
        file.flatMap(AtomicFile::read)
                .flatMap(text -> LocalJson.parseObject(text.getBytes(StandardCharsets.UTF_8)))
                .ifPresent(saved -> saved.path("clients").forEach(this::restore));
    }

    private void restore(JsonNode saved) {
        var id = saved.path("client_id").asText();
        var secret = Optional.of(saved.path("client_secret").asText()).filter(text -> !text.isEmpty());
        try {
            clients.put(id, OauthClient.of(id, saved, secret));
        } catch (BadMetadata e) {
            throw new IllegalStateException("oidc-clients.json holds no client " + id, e);
        }
    }

    synchronized Optional<OauthClient> find(String id) {
        return id.equals(product.id()) ? Optional.of(product) : Optional.ofNullable(clients.get(id));
    }

    /**
     * Takes a new client in.
     *
     * @return the answer to its registration (RFC 7591, 3.2.1)
     */
    synchronized ObjectNode register(JsonNode asked, long issuedAt) throws BadMetadata {
        var method = asked.path("token_endpoint_auth_method").asText("client_secret_basic");
        if (!method.equals("none") && !WITH_SECRET.contains(method)) {
            throw new BadMetadata(
                    "invalid_client_metadata",
                    "token_endpoint_auth_method: none, client_secret_basic and client_secret_post are served");
        }
        var secret = method.equals("none") ? Optional.<String>empty() : Optional.of(Unguessable.text());
        var client = OauthClient.of("client-" + Unguessable.text(), asked, secret);
        clients.put(client.id(), client);
        if (clients.size() > REMEMBERED) {
            clients.remove(clients.keySet().iterator().next());
        }
        save();
        return answer(client, method, issuedAt);
    }

    private static ObjectNode answer(OauthClient client, String method, long issuedAt) {
        var answer = LocalJson.object().put("client_id_issued_at", issuedAt).put("token_endpoint_auth_method", method);
        answer.setAll((ObjectNode) client.json());
        client.secret().ifPresent(_ -> answer.put("client_secret_expires_at", 0));
        answer.putArray("grant_types").add("authorization_code").add("refresh_token");
        answer.putArray("response_types").add("code");
        return answer;
    }

    private void save() {
        var json = LocalJson.object();
        var list = json.putArray("clients");
        clients.values().forEach(client -> list.add(client.json()));
        file.ifPresent(saved -> saved.write(json.toString()));
    }
}
