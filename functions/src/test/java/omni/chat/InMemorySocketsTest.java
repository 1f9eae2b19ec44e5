package omni.chat;

import java.util.HashMap;
import java.util.Map;
import omni.fakes.InMemorySockets;
import omni.json.Json;

/** The fake keeps the contract. */
class InMemorySocketsTest extends ChatPushContract {

    private final InMemorySockets sockets = new InMemorySockets();
    private final Map<String, Integer> heard = new HashMap<>();
    private int opened;

    @Override
    protected ChatPush push() {
        return sockets;
    }

    @Override
    protected String open() {
        opened++;
        return "con_" + opened;
    }

    @Override
    protected String heard(String connectionId) {
        var frame = heard.merge(connectionId, 1, Integer::sum) - 1;
        return Json.text(sockets.got(connectionId).get(frame));
    }
}
