package omni.job;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;

/** Rejects each minute what people were asked and did not answer in time, and takes up what nobody took up. */
public final class ExpireChatWaits implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        throw new UnsupportedOperationException("the end of a person's time is not built yet");
    }
}
