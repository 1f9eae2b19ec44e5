package omni.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.stream.Stream;
import omni.call.EndpointFunction;
import omni.endpoint.Endpoints;
import omni.job.Jobs;
import org.junit.jupiter.api.Test;

/** The two lists and the handler classes are the same set. */
class HandlersTest {

    @Test
    void everyEndpointHasOneFunctionAndEveryFunctionIsAnEndpoint() {
        var functions = House.CLASSES.stream()
                .filter(candidate -> candidate.isAssignableTo(EndpointFunction.class))
                .filter(candidate -> !candidate.isEquivalentTo(EndpointFunction.class))
                .toList();

        assertThat(functions.stream().map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Endpoints.values()).map(Endpoints::handler).toList());
        assertThat(functions).allSatisfy(HandlersTest::lambdaCanMakeIt);
    }

    @Test
    void everyJobHasOneFunctionAndEveryFunctionIsAJob() {
        var functions = House.CLASSES.stream()
                .filter(candidate -> candidate.isAssignableTo(RequestStreamHandler.class))
                .filter(candidate -> !candidate.isAssignableTo(EndpointFunction.class))
                .toList();

        assertThat(functions.stream().map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Jobs.values()).map(Jobs::handler).toList());
        assertThat(functions).allSatisfy(HandlersTest::lambdaCanMakeIt);
    }

    private static void lambdaCanMakeIt(JavaClass function) {
        assertThat(function.getModifiers()).as(function.getName()).contains(JavaModifier.PUBLIC, JavaModifier.FINAL);
        assertThat(function.tryGetConstructor())
                .as("a constructor without arguments of %s", function.getName())
                .hasValueSatisfying(made -> assertThat(made.getModifiers()).contains(JavaModifier.PUBLIC));
    }
}
