package omni.infra;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/**
 * Whose key encrypts table, stream, parked records, logs and alarm messages: AWS's own, or one of this account where the stage asks
 * for it. Losing that key is losing the data, so it is kept when the stack goes.
 */
final class Encryption extends Construct {

    private final @Nullable Key key;
    private final String region;

    Encryption(Construct scope, String id, Stage stage) {
        super(scope, id);
        region = Stack.of(this).getRegion();
        key = stage.customerKey() ? key(stage) : null;
    }

    private Key key(Stage stage) {
        var made = Key.Builder.create(this, "Key")
                .description("Omni Billing, stage " + stage.name())
                .enableKeyRotation(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        var groups = "arn:" + Stack.of(this).getPartition() + ":logs:" + region + ":"
                + Stack.of(this).getAccount() + ":log-group:*";
        made.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("logs." + region + ".amazonaws.com")))
                .actions(List.of(
                        "kms:Encrypt",
                        "kms:Decrypt",
                        "kms:ReEncryptFrom",
                        "kms:ReEncryptTo",
                        "kms:GenerateDataKey",
                        "kms:GenerateDataKeyWithoutPlaintext",
                        "kms:DescribeKey"))
                .resources(List.of("*"))
                .conditions(Map.of("ArnLike", Map.of("kms:EncryptionContext:aws:logs:arn", groups)))
                .build());
        made.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                .resources(List.of("*"))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                .build());
        return made;
    }

    Optional<Key> key() {
        return Optional.ofNullable(key);
    }

    /** What a role needs of the key to use a service's data: through that service only. Nothing where the key is AWS's. */
    List<PolicyStatement> through(String service) {
        if (key == null) {
            return List.of();
        }
        return List.of(PolicyStatement.Builder.create()
                .actions(List.of("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"))
                .resources(List.of(key.getKeyArn()))
                .conditions(Map.of("StringEquals", Map.of("kms:ViaService", service + "." + region + ".amazonaws.com")))
                .build());
    }
}
