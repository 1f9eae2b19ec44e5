package omni.local.story;

import java.util.Map;
import omni.access.SecretHasher;
import omni.call.Caller;
import omni.call.CallerCodec;
import omni.credential.Keys.Lookup;
import omni.dynamodb.DynamoKeys;
import omni.dynamodb.Table;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.lambda.MeteredEndpoints;
import omni.lambda.MeteredRoot;
import omni.sec.bundled.BundledFilings;

/** A call in two halves, so that something may happen between the authorizer and the function. */
record Authorized(World world, Customer customer) {

    /** What the authorizer, which reads that table, hands on for a key; empty when it refuses it. */
    Map<String, String> letIn(Table table, String secret, boolean live) {
        var hashes = new SecretHasher(world.local().foundation().configuration().peppers()).hashesOf(secret);
        var now = world.now();
        return switch (new DynamoKeys(table).authenticate(hashes, customer.orgId(), live, now)) {
            case Lookup.Found(var key, var account, var test) ->
                key.activeAt(now)
                        ? CallerCodec.encode(new Caller(key.principal(now), test == null ? account : test, account))
                        : Map.of();
            case Lookup.Unknown() -> Map.of();
            case Lookup.Unreachable(var cause) -> throw new AssertionError(cause);
        };
    }

    /** The status that a metered call with this context is answered with. */
    int committed(Map<String, String> context) {
        var root = MeteredRoot.of(world.local().foundation(), world.local().table(), new BundledFilings());
        return Ask.of("GET", "/v1/entities/resolve")
                .query("ticker", "AAPL")
                .authorizer(context)
                .of(new MeteredEndpoints(root).function(Endpoints.RESOLVE_ENTITY))
                .status();
    }
}
