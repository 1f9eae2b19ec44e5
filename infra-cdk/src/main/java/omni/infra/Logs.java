package omni.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** Log groups as the stage wants them: kept for its days, by its key, and there still when the stack is gone. */
record Logs(Stage stage, Encryption encryption) {

    LogGroup group(Construct scope, String id) {
        return builder(scope, id).build();
    }

    /** A group of a given name, where a service asks for one. */
    LogGroup group(Construct scope, String id, String name) {
        return builder(scope, id).logGroupName(name).build();
    }

    private LogGroup.Builder builder(Construct scope, String id) {
        var builder = LogGroup.Builder.create(scope, id)
                .retention(stage.logRetention())
                .removalPolicy(RemovalPolicy.RETAIN);
        encryption.key().ifPresent(builder::encryptionKey);
        return builder;
    }
}
