package omni.openapi;

import omni.fakes.Pretty;
import omni.fakes.Recorded;
import org.junit.jupiter.api.Test;

/** What {@code tools/list} says of answers is what {@code openapi.yaml} says. */
class ToolOutputsTest {

    /** The file on record is read by a function that carries no reader of YAML. */
    @Test
    void theOutputSchemasOnRecordAreThoseOfTheFile() {
        Recorded.resource("omni/mcp/output-schemas.json", Pretty.text(ToolOutputs.all()));
    }
}
