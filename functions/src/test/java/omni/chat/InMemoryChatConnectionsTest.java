package omni.chat;

import omni.fakes.InMemoryChatConnections;

class InMemoryChatConnectionsTest extends ChatConnectionsContract {

    private final ChatConnections connections = new InMemoryChatConnections();

    @Override
    protected ChatConnections connections() {
        return connections;
    }
}
