package omni.call;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A route as the Lambda function that serves it. */
public class EndpointFunction implements RequestStreamHandler {

    private final Service service;

    /** What answers proxy events. */
    public interface Service {

        /** Makes ready, when the function starts, what its answers will need. */
        void prepare();

        byte[] serve(byte[] event);
    }

    public EndpointFunction(Service service) {
        this.service = service;
        service.prepare();
    }

    /** A function of the shell around an endpoint. */
    public EndpointFunction(Operation operation, Shell shell, Endpoint endpoint) {
        this(shell.around(operation, endpoint));
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(service.serve(input.readAllBytes()));
    }
}
