package omni.infra;

import java.util.Optional;
import omni.job.Jobs;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/**
 * Omni Billing in one AWS account and region. What holds data stands here, all else in parts; a part knows only what comes before it:
 * data, functions, API, what watches them.
 */
public final class OmniStack extends Stack {

    OmniStack(Construct scope, Stage stage, Artifacts artifacts, Layout layout) {
        super(
                scope,
                stage.stackName(),
                StackProps.builder()
                        .description("Omni Billing, stage " + stage.name())
                        .analyticsReporting(false)
                        .build());
        var stores = Stores.in(this, stage);
        var alerts = new Alerts(this, "Alerts", stage, stores.encryption());
        var chat = stage.hasChat()
                ? Optional.of(new ChatApi(layout.part(this, "ChatApi"), "Chat", stage))
                : Optional.<ChatApi>empty();
        var functions = new Functions(this, layout, stage, artifacts, stores, alerts, chat);
        var stream = new UsageStream(functions.of(Jobs.RECORD_USAGE), stores.table(), stores.parked());
        Schedules.add(functions, stage, alerts);
        var gateway = layout.part(this, "Gateway");
        var api = new BillingApi(gateway, "Billing", layout, stage, functions, stores.logs());
        stage.domain()
                .map(domain -> new PublicAddress(gateway, "Address", domain, api))
                .ifPresent(address -> address.target().forEach(this::tell));
        stage.firewall().ifPresent(rules -> new Firewall(gateway, "Firewall", stage, rules, api, stores.logs()));
        chat.ifPresent(open -> {
            var routes =
                    new ChatRoutes(layout.part(this, "ChatRoutes"), "Routes", stage, open, functions, stores.logs());
            routes.after(api);
            stage.chatDomain().map(domain -> routes.address(domain)).ifPresent(address -> address.forEach(this::tell));
            tell("ChatUrl", open.url());
        });
        var watched = new Watched(stage, api, functions, stores.table(), stream, chat);
        var observability = layout.part(this, "Observability");
        new Observability(observability, "Alarms", stage, alerts, watched);
        new OmniDashboard(observability, "Page", stage, watched);
        tell("ApiUrl", api.api().getUrl());
    }

    /** For whoever deployed: what the stack itself puts out is shown, what its parts put out is not. */
    private void tell(String name, String value) {
        CfnOutput.Builder.create(this, name).value(value).build();
    }
}
