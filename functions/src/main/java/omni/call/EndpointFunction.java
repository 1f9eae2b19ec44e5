package omni.call;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A route as the Lambda function that serves it: the shell around its endpoint. */
public class EndpointFunction implements RequestStreamHandler {

    private final Operation operation;
    private final Shell shell;
    private final Endpoint endpoint;

    public EndpointFunction(Operation operation, Shell shell, Endpoint endpoint) {
        this.operation = operation;
        this.shell = shell;
        this.endpoint = endpoint;
        shell.prepare(operation);
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(shell.serve(operation, endpoint, input.readAllBytes()));
    }
}
