package omni.infra;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omni.json.Json;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration.FieldToMatchProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACL.BlockActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.CustomHTTPHeaderProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.CustomResponseBodyProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.CustomResponseProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.DefaultActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.ManagedRuleGroupStatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.OverrideActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RateBasedStatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleActionOverrideProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.StatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.VisibilityConfigProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/**
 * AWS WAF before the API, where the stage asks for it: an address that calls too often is told 429 for a while, and AWS's common rules
 * apply. Two of those only count: bodies of more than 8 KB are usual here (Stripe's events), and so are programs without a name.
 */
final class Firewall extends Construct {

    private static final String TOO_MANY = "TooMany";
    private static final List<String> COUNTED = List.of("SizeRestrictions_BODY", "NoUserAgent_HEADER");

    /** Never in a log. */
    private static final List<String> SECRET_HEADERS =
            List.of("authorization", "x-api-key", "cookie", "stripe-signature");

    Firewall(Construct scope, String id, Stage stage, Stage.FirewallRules rules, BillingApi billing, Logs logs) {
        super(scope, id);
        var acl = CfnWebACL.Builder.create(this, "Acl")
                .name(stage.stackName())
                .scope("REGIONAL")
                .defaultAction(DefaultActionProperty.builder()
                        .allow(CfnWebACL.AllowActionProperty.builder().build())
                        .build())
                .customResponseBodies(Map.of(
                        TOO_MANY,
                        CustomResponseBodyProperty.builder()
                                .contentType("APPLICATION_JSON")
                                .content(tooMany())
                                .build()))
                .rules(List.of(byAddress(rules), common()))
                .visibilityConfig(visible("All"))
                .build();
        CfnWebACLAssociation.Builder.create(this, "Association")
                .webAclArn(acl.getAttrArn())
                .resourceArn(billing.api().getDeploymentStage().getStageArn())
                .build();
        log(acl, logs.group(this, "Logs", "aws-waf-logs-" + stage.stackName()));
    }

    /** The contract's envelope without a request id: the request never came to where those are made. */
    private static String tooMany() {
        var error = new java.util.LinkedHashMap<String, Object>();
        error.put("object", "error");
        error.put("code", "rate_limited");
        error.put("type", "invalid_request_error");
        error.put("message", "Too many requests.");
        error.put("details", Map.of("retryable", true));
        return Json.text(error);
    }

    private static RuleProperty byAddress(Stage.FirewallRules rules) {
        var answer = CustomResponseProperty.builder()
                .responseCode(429)
                .customResponseBodyKey(TOO_MANY)
                .responseHeaders(List.of(CustomHTTPHeaderProperty.builder()
                        .name("Retry-After")
                        .value("60")
                        .build()))
                .build();
        return RuleProperty.builder()
                .name("Address")
                .priority(0)
                .statement(StatementProperty.builder()
                        .rateBasedStatement(RateBasedStatementProperty.builder()
                                .aggregateKeyType("IP")
                                .evaluationWindowSec(300)
                                .limit(rules.requestsPerFiveMinutes())
                                .build())
                        .build())
                .action(RuleActionProperty.builder()
                        .block(BlockActionProperty.builder()
                                .customResponse(answer)
                                .build())
                        .build())
                .visibilityConfig(visible("Address"))
                .build();
    }

    private static RuleProperty common() {
        return RuleProperty.builder()
                .name("Common")
                .priority(1)
                .statement(StatementProperty.builder()
                        .managedRuleGroupStatement(ManagedRuleGroupStatementProperty.builder()
                                .vendorName("AWS")
                                .name("AWSManagedRulesCommonRuleSet")
                                .ruleActionOverrides(COUNTED.stream()
                                        .map(rule -> RuleActionOverrideProperty.builder()
                                                .name(rule)
                                                .actionToUse(RuleActionProperty.builder()
                                                        .count(CfnWebACL.CountActionProperty.builder()
                                                                .build())
                                                        .build())
                                                .build())
                                        .toList())
                                .build())
                        .build())
                .overrideAction(OverrideActionProperty.builder().none(Map.of()).build())
                .visibilityConfig(visible("Common"))
                .build();
    }

    private static VisibilityConfigProperty visible(String metric) {
        return VisibilityConfigProperty.builder()
                .cloudWatchMetricsEnabled(true)
                .metricName(metric)
                .sampledRequestsEnabled(false)
                .build();
    }

    private void log(CfnWebACL acl, LogGroup group) {
        // Without the ":*" that a group's ARN ends in.
        var arn = Stack.of(this)
                .formatArn(software.amazon.awscdk.ArnComponents.builder()
                        .service("logs")
                        .resource("log-group")
                        .resourceName(group.getLogGroupName())
                        .arnFormat(software.amazon.awscdk.ArnFormat.COLON_RESOURCE_NAME)
                        .build());
        CfnLoggingConfiguration.Builder.create(this, "Logging")
                .resourceArn(acl.getAttrArn())
                .logDestinationConfigs(List.of(arn))
                .redactedFields(Stream.concat(
                                Stream.of(FieldToMatchProperty.builder()
                                        .queryString(Map.of())
                                        .build()),
                                SECRET_HEADERS.stream()
                                        .map(header -> FieldToMatchProperty.builder()
                                                .singleHeader(Map.of("Name", header))
                                                .build()))
                        .toList())
                .build();
    }
}
