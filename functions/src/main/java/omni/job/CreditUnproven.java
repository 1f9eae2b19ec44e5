package omni.job;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import omni.json.Json;
import omni.ledger.ProofDeadline;

/**
 * Gives back each minute what was charged before work whose end nobody proved (contract 4, architecture 5). It looks at calls that are
 * listed and due; a run that was missed is made up for by the next.
 */
public final class CreditUnproven implements RequestStreamHandler {

    private final ProofDeadline deadline;

    public CreditUnproven(ProofDeadline deadline) {
        this.deadline = deadline;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(Json.write(Map.of("credited", deadline.enforce())));
    }
}
