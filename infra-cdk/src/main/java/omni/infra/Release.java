package omni.infra;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How the calls of a busy function move to its new version. */
public enum Release {
    ALL_AT_ONCE("allAtOnce", "LambdaAllAtOnce"),
    CANARY("canary10Percent5Minutes", "LambdaCanary10Percent5Minutes"),
    LONG_CANARY("canary10Percent30Minutes", "LambdaCanary10Percent30Minutes"),
    LINEAR("linear10PercentEvery1Minute", "LambdaLinear10PercentEvery1Minute"),
    LONG_LINEAR("linear10PercentEvery10Minutes", "LambdaLinear10PercentEvery10Minutes");

    private final String wire;
    private final String ofCodeDeploy;

    Release(String wire, String ofCodeDeploy) {
        this.wire = wire;
        this.ofCodeDeploy = ofCodeDeploy;
    }

    static Optional<Release> byName(String name) {
        return Arrays.stream(values())
                .filter(release -> release.wire.equals(name))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(release -> release.wire).toList();
    }

    String codeDeployName() {
        return "CodeDeployDefault." + ofCodeDeploy;
    }
}
