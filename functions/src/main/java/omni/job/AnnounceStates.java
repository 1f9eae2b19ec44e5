package omni.job;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import omni.account.StateAnnouncer;
import omni.json.Json;

/**
 * Announces each hour what time alone changed: a grace that ended, a contract that began or ended, a grant that came back
 * (contract 11.9, architecture 6). It reads what is due and nothing else; a run that was missed is made up for by the next.
 */
public final class AnnounceStates implements RequestStreamHandler {

    private final StateAnnouncer states;

    public AnnounceStates(StateAnnouncer states) {
        this.states = states;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(Json.write(Map.of("reminded", states.remind())));
    }
}
