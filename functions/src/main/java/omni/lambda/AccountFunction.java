package omni.lambda;

import omni.call.EndpointFunction;
import omni.call.Operation.Group;

/** A Lambda function of the group {@code ACCOUNT}: the one route that its setting names, made when it starts. */
public final class AccountFunction extends EndpointFunction {

    public AccountFunction() {
        var route = OperationSetting.ofProcess().route(Group.ACCOUNT);
        var root = Tables.root(route.operation().secrets(), AccountRoot::onLambda);
        super(route.operation(), root.shell(), new AccountEndpoints(root).of(route));
    }
}
