package omni.lambda;

import omni.call.EndpointFunction;
import omni.call.Operation.Group;
import omni.endpoint.Endpoints;

/** A Lambda function of the group {@code ACCOUNT}: the one route that its setting names, made when it starts. */
public final class AccountFunction extends EndpointFunction {

    public AccountFunction() {
        this(OperationSetting.ofProcess().route(Group.ACCOUNT));
    }

    private AccountFunction(Endpoints route) {
        this(route, AccountRoot.onLambda(route.operation().secrets()));
    }

    private AccountFunction(Endpoints route, AccountRoot root) {
        super(route.operation(), root.shell(), new AccountEndpoints(root).of(route));
    }
}
