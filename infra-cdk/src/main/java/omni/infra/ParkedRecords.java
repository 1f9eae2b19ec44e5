package omni.infra;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/** The bucket for what the stream could not deliver, with all that it holds, for a hand to look at. */
final class ParkedRecords extends Construct {

    private static final int DAYS = 90;

    private final Bucket bucket;
    private final Encryption encryption;

    ParkedRecords(Construct scope, String id, Encryption encryption) {
        super(scope, id);
        this.encryption = encryption;
        var builder = Bucket.Builder.create(this, "Bucket")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .lifecycleRules(List.of(
                        LifecycleRule.builder().expiration(Duration.days(DAYS)).build()));
        encryption
                .key()
                .ifPresentOrElse(
                        key -> builder.encryption(BucketEncryption.KMS).encryptionKey(key),
                        () -> builder.encryption(BucketEncryption.S3_MANAGED));
        bucket = builder.build();
        Exemption.write(
                bucket,
                new Exemption(
                        "AwsSolutions-S1",
                        "Lambda alone writes here, a few objects a year, and each one raises an alarm: access logs would tell"
                                + " nothing more and need a bucket of their own."));
    }

    String arn() {
        return bucket.getBucketArn();
    }

    /** What Lambda needs of a function's role to park for it. */
    List<PolicyStatement> writeStatements() {
        return Stream.concat(
                        Stream.of(
                                allow("s3:ListBucket", bucket.getBucketArn()),
                                allow("s3:PutObject", bucket.arnForObjects("*"))),
                        encryption.through("s3").stream())
                .toList();
    }

    private static PolicyStatement allow(String action, String resource) {
        return PolicyStatement.Builder.create()
                .actions(List.of(action))
                .resources(List.of(resource))
                .build();
    }
}
