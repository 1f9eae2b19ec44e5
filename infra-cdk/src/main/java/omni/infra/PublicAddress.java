package omni.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.apigateway.CfnBasePathMapping;
import software.amazon.awscdk.services.apigateway.CfnDomainName;
import software.amazon.awscdk.services.apigateway.CfnDomainName.EndpointConfigurationProperty;
import software.constructs.Construct;

/** The stage's own host name before the API. What it has to point to is an output: its zone is not this stack's. */
final class PublicAddress extends Construct {

    private final CfnDomainName name;

    PublicAddress(Construct scope, String id, Stage.Domain domain, BillingApi billing) {
        super(scope, id);
        name = CfnDomainName.Builder.create(this, "Name")
                .domainName(domain.name())
                .regionalCertificateArn(domain.certificateArn())
                .endpointConfiguration(EndpointConfigurationProperty.builder()
                        .types(List.of("REGIONAL"))
                        .build())
                .securityPolicy("TLS_1_2")
                .build();
        var mapping = CfnBasePathMapping.Builder.create(this, "Mapping")
                .domainName(name.getRef())
                .restApiId(billing.api().getRestApiId())
                .stage(billing.api().getDeploymentStage().getStageName());
        domain.basePath().ifPresent(mapping::basePath);
        mapping.build();
    }

    /** What the name has to be an alias of, and the hosted zone that this stands in. */
    Map<String, String> target() {
        var target = new TreeMap<String, String>();
        target.put("DomainTarget", name.getAttrRegionalDomainName());
        target.put("DomainZone", name.getAttrRegionalHostedZoneId());
        return target;
    }
}
