package omni.infra;

import omni.job.Jobs;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** Omni Billing in one AWS account and region. */
public final class OmniStack extends Stack {

    public OmniStack(Construct scope, Stage stage, Artefacts artefacts) {
        super(
                scope,
                stage.stackName(),
                StackProps.builder()
                        .description("Omni Billing, stage " + stage.name())
                        .analyticsReporting(false)
                        .build());
        var table = new BillingTable(this, "Store");
        var secrets = new Secrets(this, "Secrets", stage);
        var functions = new Functions(this, "Functions", stage, artefacts, table, secrets);
        new UsageStream(this, "UsageStream", table, functions.of(Jobs.RECORD_USAGE));
        new Schedules(this, "Schedules", functions);
        new BillingApi(this, "Gateway", stage, functions);
    }
}
