package omni.fakes;

import java.util.List;
import java.util.stream.Stream;
import omni.call.Operation.Group;
import omni.endpoint.Endpoints;
import omni.job.Jobs;

/** The classes that serve what the functions of an artifact group are for. */
public final class ServedClasses {

    private ServedClasses() {}

    /** Their full names: of its routes, and of its functions that no route calls. */
    public static List<String> of(Group group) {
        return Stream.concat(
                        Stream.of(Endpoints.values())
                                .filter(endpoint -> endpoint.operation().group() == group)
                                .map(endpoint ->
                                        "omni.endpoint." + endpoint.operation().operationId()),
                        Stream.of(Jobs.values())
                                .filter(job -> job.group() == group)
                                .map(job -> packageOf(job) + job.functionName()))
                .toList();
    }

    private static String packageOf(Jobs job) {
        return switch (job.trigger()) {
            case AUTHORIZER, STREAM, SCHEDULE -> "omni.job.";
            case SOCKET, INVOKED -> "omni.socket.";
        };
    }
}
