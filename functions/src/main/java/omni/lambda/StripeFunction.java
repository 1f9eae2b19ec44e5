package omni.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import omni.call.Operation.Group;
import omni.endpoint.Endpoints;
import omni.job.Jobs;

/** A Lambda function of the group {@code STRIPE}: the one route or job that its setting names, made when it starts. */
public final class StripeFunction implements RequestStreamHandler {

    private final RequestStreamHandler operation;

    public StripeFunction() {
        var setting = OperationSetting.ofProcess();
        this.operation =
                setting.job(Group.STRIPE).map(StripeFunction::job).orElseGet(() -> route(setting.route(Group.STRIPE)));
    }

    private static RequestStreamHandler job(Jobs job) {
        return new StripeJobs(Tables.root(job.secrets(), StripeRoot::of)).function(job);
    }

    private static RequestStreamHandler route(Endpoints route) {
        return new StripeEndpoints(Tables.root(route.operation().secrets(), StripeRoot::of)).function(route);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        operation.handleRequest(input, output, context);
    }
}
