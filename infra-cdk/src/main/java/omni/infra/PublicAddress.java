package omni.infra;

import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.CfnBasePathMapping;
import software.amazon.awscdk.services.apigateway.CfnDomainName;
import software.amazon.awscdk.services.apigateway.CfnDomainName.EndpointConfigurationProperty;
import software.constructs.Construct;

/** The stage's own host name before the API. What it has to point to is an output: its zone is not this stack's. */
final class PublicAddress extends Construct {

    PublicAddress(Construct scope, String id, Stage.Domain domain, BillingApi billing) {
        super(scope, id);
        var name = CfnDomainName.Builder.create(this, "Name")
                .domainName(domain.name())
                .regionalCertificateArn(domain.certificateArn())
                .endpointConfiguration(EndpointConfigurationProperty.builder()
                        .types(java.util.List.of("REGIONAL"))
                        .build())
                .securityPolicy("TLS_1_2")
                .build();
        var mapping = CfnBasePathMapping.Builder.create(this, "Mapping")
                .domainName(name.getRef())
                .restApiId(billing.api().getRestApiId())
                .stage(billing.api().getDeploymentStage().getStageName());
        domain.basePath().ifPresent(mapping::basePath);
        mapping.build();
        Map.of("DomainTarget", name.getAttrRegionalDomainName(), "DomainZone", name.getAttrRegionalHostedZoneId())
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(output -> CfnOutput.Builder.create(Stack.of(this), output.getKey())
                        .value(output.getValue())
                        .build());
    }
}
