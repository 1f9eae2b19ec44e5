package omni.infra;

import java.util.Arrays;
import java.util.Optional;

/** A processor that functions run on, with the folder that aws-crt keeps its native library in. */
public enum Architecture {
    ARM64("arm64", "linux/armv8/", software.amazon.awscdk.services.lambda.Architecture.ARM_64),
    X86_64("x86_64", "linux/x86_64/", software.amazon.awscdk.services.lambda.Architecture.X86_64);

    /** What a stage says for the processor of the machine that synthesizes. */
    static final String HOST = "host";

    private final String lambdaName;
    private final String natives;
    private final software.amazon.awscdk.services.lambda.Architecture construct;

    Architecture(String lambdaName, String natives, software.amazon.awscdk.services.lambda.Architecture construct) {
        this.lambdaName = lambdaName;
        this.natives = natives;
        this.construct = construct;
    }

    /** The architecture that a stage names; empty when there is none of that name. */
    static Optional<Architecture> byName(String name) {
        var wanted = name.equals(HOST) ? ofHost(System.getProperty("os.arch")) : name;
        return Arrays.stream(values())
                .filter(architecture -> architecture.lambdaName.equals(wanted))
                .findFirst();
    }

    private static String ofHost(String osArch) {
        return switch (osArch) {
            case "aarch64", "arm64" -> ARM64.lambdaName;
            case "amd64", "x86_64" -> X86_64.lambdaName;
            default -> osArch;
        };
    }

    String lambdaName() {
        return lambdaName;
    }

    /** The beginning of the paths of its native libraries in an artifact. */
    String natives() {
        return natives;
    }

    software.amazon.awscdk.services.lambda.Architecture construct() {
        return construct;
    }
}
