package omni.call;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A route as the Lambda function that serves it: the shell around the endpoint that the subclass is. */
public abstract class EndpointFunction implements RequestStreamHandler, Endpoint {

    private final Operation operation;
    private final Shell shell;

    protected EndpointFunction(Operation operation, Shell shell) {
        this.operation = operation;
        this.shell = shell;
        shell.prepare(operation);
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(shell.serve(operation, this, input.readAllBytes()));
    }

    /** The problems of the meter, for endpoints that refuse for money too. */
    protected final RefusalProblems problems() {
        return shell.problems();
    }

    /** The refusals of callers who may not. */
    protected final AccessProblems access() {
        return shell.access();
    }
}
