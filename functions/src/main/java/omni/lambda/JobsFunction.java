package omni.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import omni.call.Operation.Group;

/** A Lambda function of the group {@code JOBS}: the one job that its setting names, made when it starts. */
public final class JobsFunction implements RequestStreamHandler {

    private final RequestStreamHandler operation;

    public JobsFunction() {
        var job = OperationSetting.ofProcess().onlyJob(Group.JOBS);
        this.operation = Tables.root(job.secrets(), JobsRoot::of).function(job);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        operation.handleRequest(input, output, context);
    }
}
