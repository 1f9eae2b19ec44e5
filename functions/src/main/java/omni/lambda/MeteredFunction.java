package omni.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import omni.call.EndpointFunction;
import omni.call.Operation.Group;
import omni.endpoint.Endpoints;
import omni.job.Jobs;

/** A Lambda function of the group {@code METERED}: the one route or job that its setting names, made when it starts. */
public final class MeteredFunction implements RequestStreamHandler {

    private final RequestStreamHandler operation;

    public MeteredFunction() {
        var setting = OperationSetting.ofProcess();
        this.operation = setting.job(Group.METERED)
                .map(MeteredFunction::job)
                .orElseGet(() -> route(setting.route(Group.METERED)));
    }

    private static RequestStreamHandler job(Jobs job) {
        return Tables.root(job.secrets(), MeteredJobs::onLambda).function(job);
    }

    private static RequestStreamHandler route(Endpoints route) {
        var root = Tables.root(route.operation().secrets(), MeteredRoot::onLambda);
        return new EndpointFunction(new MeteredEndpoints(root).service(route));
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        operation.handleRequest(input, output, context);
    }
}
