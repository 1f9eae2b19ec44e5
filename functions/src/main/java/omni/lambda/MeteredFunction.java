package omni.lambda;

import omni.call.EndpointFunction;
import omni.call.Operation.Group;

/** A Lambda function of the group {@code METERED}: the one route that its setting names, made when it starts. */
public final class MeteredFunction extends EndpointFunction {

    public MeteredFunction() {
        var route = OperationSetting.ofProcess().route(Group.METERED);
        var root = Tables.root(route.operation().secrets(), MeteredRoot::onLambda);
        super(new MeteredEndpoints(root).service(route));
    }
}
