package omni.lambda;

import java.util.Arrays;
import java.util.Optional;
import omni.call.Operation.Group;
import omni.endpoint.Endpoints;
import omni.job.Jobs;

/**
 * Which operation of its group a function serves: the setting {@value #NAME}, which whoever deploys gives each function.
 *
 * @param value as it is set; empty where it is not
 */
public record OperationSetting(String value) {

    /** Names an operation of {@link Endpoints} or a function of {@link Jobs}. */
    public static final String NAME = "OMNI_OPERATION";

    static OperationSetting ofProcess() {
        return new OperationSetting(System.getenv().getOrDefault(NAME, ""));
    }

    /**
     * The route of a group that the setting names.
     *
     * @throws IllegalStateException when it is not set, or names no route of the group
     */
    Endpoints route(Group group) {
        var name = name();
        return Arrays.stream(Endpoints.values())
                .filter(route -> route.operation().group() == group
                        && route.operation().operationId().equals(name))
                .findFirst()
                .orElseThrow(() -> notOf(group, name));
    }

    /**
     * The job of a group that the setting names; empty where it names none.
     *
     * @throws IllegalStateException when it is not set
     */
    Optional<Jobs> job(Group group) {
        var name = name();
        return Arrays.stream(Jobs.values())
                .filter(job -> job.group() == group && job.functionName().equals(name))
                .findFirst();
    }

    /**
     * The same in a group that serves no route.
     *
     * @throws IllegalStateException when it is not set, or names no job of the group
     */
    Jobs onlyJob(Group group) {
        return job(group).orElseThrow(() -> notOf(group, name()));
    }

    private String name() {
        if (value.isEmpty()) {
            throw new IllegalStateException("The configuration has 1 fault(s): " + NAME + " is not set");
        }
        return value;
    }

    /** The fault of a name that is no operation of a group. */
    static IllegalStateException notOf(Group group, String name) {
        return new IllegalStateException("The configuration has 1 fault(s): " + NAME
                + " must name an operation of the group " + group + ", and " + name + " is none");
    }
}
