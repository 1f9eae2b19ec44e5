package omni.local.command;

import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import omni.local.options.LocalOptions;
import omni.local.world.Deployment;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a command that asks a running product reaches it. */
@Command(
        footer = {
            "Without --local, the deployment that these name:",
            "",
            "  OMNI_TABLE_NAME          its table",
            "  AWS_REGION               and the credentials of AWS's own tools: reading the table and its indexes",
            "  OMNI_DYNAMODB_ENDPOINT   another address of DynamoDB (default: AWS's own)",
            "  OMNI_STRIPE_API_KEY      key of its Stripe account: reading customers, invoices, meters",
            "  OMNI_STRIPE_API_BASE     another address for the same requests (default: Stripe's own)",
            "  OMNI_CATALOG_FILE        another catalog than the bundled one"
        })
final class DeploymentAddress {

    private static final String DEFAULT_URL = "http://localhost:" + LocalOptions.DEFAULT_PORT;

    @Option(
            names = "--local",
            paramLabel = "[URL]",
            arity = "1",
            preprocessor = DefaultUrl.class,
            description = "ask the product that ./omni up runs (default " + DEFAULT_URL + ")")
    private Optional<String> local = Optional.empty();

    Deployment deployment(Console console) {
        return Deployment.of(console.environment(), local);
    }

    /** Only an address is the option's value: a request id or a file may follow it. */
    private static final class DefaultUrl implements IParameterPreprocessor {

        @Override
        public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (words.isEmpty() || !words.peek().contains("://")) {
                words.push(DEFAULT_URL);
            }
            return false;
        }
    }
}
