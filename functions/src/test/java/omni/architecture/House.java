package omni.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The classes of this module, without tests, and what they reach. */
final class House {

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("omni");

    private House() {}

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
