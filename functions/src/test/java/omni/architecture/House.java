package omni.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omni.call.Operation.Group;
import omni.endpoint.Endpoints;
import omni.job.Jobs;

/** The classes of this module, without tests, and what they reach. */
final class House {

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("omni");

    private House() {}

    /** The classes of what a group serves, by the two lists. */
    static List<String> served(Group group) {
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

    /** Every class that one reaches through classes of ours, each with the way to it. */
    static Map<String, String> reach(String className) {
        var ways = new LinkedHashMap<String, String>();
        ways.put(className, className);
        var open = new ArrayDeque<JavaClass>(List.of(CLASSES.get(className)));
        while (!open.isEmpty()) {
            var from = open.remove();
            for (var dependency : from.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType();
                if (ways.putIfAbsent(target.getName(), ways.get(from.getName()) + " -> " + target.getSimpleName())
                                == null
                        && CLASSES.contain(target.getName())) {
                    open.add(target);
                }
            }
        }
        return ways;
    }
}
