package omni.lambda;

import omni.call.EndpointFunction;
import omni.call.Operation.Group;
import omni.endpoint.Endpoints;

/** A Lambda function of the group {@code METERED}: the one route that its setting names, made when it starts. */
public final class MeteredFunction extends EndpointFunction {

    public MeteredFunction() {
        this(OperationSetting.ofProcess().route(Group.METERED));
    }

    private MeteredFunction(Endpoints route) {
        this(route, MeteredRoot.onLambda(route.operation().secrets()));
    }

    private MeteredFunction(Endpoints route, MeteredRoot root) {
        super(route.operation(), root.shell(), new MeteredEndpoints(root).of(route));
    }
}
