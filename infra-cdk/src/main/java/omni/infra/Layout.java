package omni.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.NestedStack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.apigateway.CfnRestApi;
import software.constructs.Construct;

/**
 * How the same constructs are spread over templates. What holds data stands in the stack itself in both, so that no other layout
 * ever moves it: CloudFormation moves nothing, it makes a new one.
 */
enum Layout {
    /** A nested stack for each part: what is deployed, as one template holds 500 resources and no more. */
    NESTED {
        @Override
        Construct part(OmniStack stack, String id) {
            return NestedStack.Builder.create(stack, id)
                    .description("Omni Billing, " + id)
                    .build();
        }

        @Override
        void describe(CfnRestApi api) {
            // Its resources and methods describe it.
        }

        @Override
        int resourceLimit() {
            return ROOM;
        }
    },

    /** All in one template, for the AWS SAM CLI, which sees into no nested stack of another template. */
    FLAT {
        @Override
        Construct part(OmniStack stack, String id) {
            Validations.of(stack)
                    .acknowledge(Acknowledgment.builder()
                            .id(TOO_MANY_RESOURCES)
                            .reason("It is deployed nowhere.")
                            .build());
            stack.addMetadata(
                    "cfn-lint", Map.of("config", Map.of("ignore_checks", List.of(RESOURCE_LIMIT, DESCRIBED_TWICE))));
            return new Construct(stack, id);
        }

        // The AWS SAM CLI reads an API's binary media types only beside a description, and takes what this one leaves
        // out from the
        // template.
        @Override
        void describe(CfnRestApi api) {
            api.setBody(new TreeMap<>(Map.of(
                    "openapi",
                    "3.0.1",
                    "info",
                    new TreeMap<>(Map.of("title", "Omni Billing", "version", "1")),
                    "paths",
                    Map.of())));
        }

        // None: it is deployed nowhere.
        @Override
        int resourceLimit() {
            return 0;
        }
    };

    /** What {@link #FLAT} means, in the words of cfn-lint, which {@code sam validate --lint} asks. */
    private static final String RESOURCE_LIMIT = "E3010";

    private static final String DESCRIBED_TWICE = "W3660";

    private static final String TOO_MANY_RESOURCES = "CloudFormation-Validate::F0007";

    /** Beyond it a part has to be divided, while there is still room to do so. */
    private static final int ROOM = 400;

    abstract Construct part(OmniStack stack, String id);

    /** Adds to an API what whoever reads the template has to find in it. */
    abstract void describe(CfnRestApi api);

    /** How many resources a template may hold; 0 is any number. */
    abstract int resourceLimit();
}
