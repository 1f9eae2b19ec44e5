package omni.local.oidc;

import omni.local.oidc.OauthClient.BadMetadata;

/** Every client there is: the product's own, those that have registered, and those whose id is the address of their document. */
record Clients(RegisteredClients registered, ClientDocuments documents) implements AutoCloseable {

    OauthClient find(String clientId) throws BadMetadata {
        return ClientDocuments.isAddress(clientId)
                ? documents.find(clientId)
                : registered
                        .find(clientId)
                        .orElseThrow(() -> new BadMetadata(
                                "invalid_client", "client_id: no client of this id has registered here"));
    }

    @Override
    public void close() {
        documents.close();
    }
}
