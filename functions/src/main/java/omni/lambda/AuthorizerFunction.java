package omni.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import omni.job.Jobs;

/** The Lambda function of the group {@code AUTHORIZER}, which serves one operation and looks for no setting of it. */
public final class AuthorizerFunction implements RequestStreamHandler {

    private final RequestStreamHandler operation;

    public AuthorizerFunction() {
        this.operation =
                Tables.root(Jobs.AUTHORIZE.secrets(), AuthorizerRoot::of).authorize();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        operation.handleRequest(input, output, context);
    }
}
