package omni.infra;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;
import software.constructs.IConstruct;

/**
 * Why a rule of cdk-nag does not hold for a resource. It stands in the template beside the resource, where cdk-nag and our tests
 * look for it: what they find without a reason fails the build.
 *
 * @param rule for example {@code AwsSolutions-IAM5}
 * @param findings the very findings that are meant, for example {@code Resource::*}; none means all of the rule
 */
record Exemption(String rule, String reason, List<String> findings) {

    private static final String NAG = "cdk_nag";

    Exemption(String rule, String reason, String... findings) {
        this(rule, reason, List.of(findings));
    }

    /** Writes exemptions to the resource that a construct is about. */
    static void write(IConstruct construct, Exemption... exemptions) {
        var resource = construct instanceof CfnResource itself
                ? itself
                : (CfnResource) Objects.requireNonNull(construct.getNode().getDefaultChild());
        resource.addMetadata(NAG, all(exemptions));
    }

    /** Writes exemptions for all resources of a template. */
    static void writeForAll(Stack template, Exemption... exemptions) {
        template.addMetadata(NAG, all(exemptions));
    }

    private static Map<String, Object> all(Exemption... exemptions) {
        return Map.of(
                "rules_to_suppress",
                List.of(exemptions).stream().map(Exemption::render).toList());
    }

    /** In one order: a template is the same each time. */
    private Map<String, Object> render() {
        var rendered = new TreeMap<String, Object>(Map.of("id", rule, "reason", reason));
        if (!findings.isEmpty()) {
            rendered.put("applies_to", findings);
        }
        return rendered;
    }
}
