package omni.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import omni.call.Endpoint;
import omni.call.EndpointFunction;
import omni.call.Operation.Group;
import omni.endpoint.Endpoints;
import omni.fakes.Rig;
import omni.fakes.StripeRig;
import omni.job.Jobs;
import omni.lambda.AccountEndpoints;
import omni.lambda.MeteredEndpoints;
import omni.lambda.StripeEndpoints;
import omni.lambda.StripeJobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two lists, the classes of operations and what the groups make of them are the same set. */
class HandlersTest {

    private static final Rig RIG = new Rig();
    private static final StripeRig STRIPE = new StripeRig();

    @Test
    void everyRouteHasOneEndpointAndEveryEndpointIsARoute() {
        assertThat(names("omni.endpoint", type -> type.isAssignableTo(Endpoint.class)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Endpoints.values())
                        .map(route -> route.operation().operationId())
                        .toList());
    }

    @Test
    void everyJobHasOneClassAndEverySuchClassIsAJob() {
        assertThat(Stream.of("omni.job", "omni.socket")
                        .flatMap(name -> names(name, type -> type.isAssignableTo(RequestStreamHandler.class)).stream()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Jobs.values()).map(Jobs::functionName).toList());
    }

    @Test
    void everyGroupHasOneClassThatLambdaCanMakeAndThereIsNoOther() {
        var functions = House.CLASSES.stream()
                .filter(type -> type.isAssignableTo(RequestStreamHandler.class))
                .filter(type -> !Set.of("omni.job", "omni.socket").contains(type.getPackageName()))
                .filter(type -> !type.isEquivalentTo(EndpointFunction.class))
                .toList();

        assertThat(functions.stream().map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Group.values()).map(Group::handler).toList());
        assertThat(functions).allSatisfy(HandlersTest::lambdaCanMakeIt);
    }

    /** By the class of its name, and by no other group. */
    @ParameterizedTest
    @EnumSource
    void everyRouteIsMadeByItsGroupAlone(Endpoints route) {
        var account = new AccountEndpoints(RIG.accountRoot());
        var metered = new MeteredEndpoints(RIG.meteredRoot());
        var payments = new StripeEndpoints(STRIPE.root());
        var made = switch (route.operation().group()) {
            case ACCOUNT -> made(route, account::of, metered::of, payments::of);
            case METERED -> made(route, metered::of, account::of, payments::of);
            case STRIPE -> made(route, payments::of, account::of, metered::of);
            case AUTHORIZER, JOBS -> throw new AssertionError(route + " is a route");
        };
        assertThat(made.getClass().getSimpleName()).isEqualTo(route.operation().operationId());
    }

    private interface Maker {
        Endpoint of(Endpoints route);
    }

    private static Endpoint made(Endpoints route, Maker own, Maker... others) {
        for (var other : others) {
            assertThatThrownBy(() -> other.of(route))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("OMNI_OPERATION must name an operation of the group");
        }
        return own.of(route);
    }

    @ParameterizedTest
    @EnumSource(names = {"SWEEP_STRIPE", "PUSH_USAGE", "RECONCILE"})
    void everyJobOfStripeIsMadeByItsGroup(Jobs job) {
        assertThat(new StripeJobs(STRIPE.root()).function(job).getClass().getSimpleName())
                .isEqualTo(job.functionName());
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN_CHAT", "RECEIVE_CHAT_MESSAGE", "CLOSE_CHAT", "RUN_CHAT", "EXPIRE_CHAT_WAITS"})
    void everyJobOfTheChatIsMadeByItsGroup(Jobs job) {
        assertThat(RIG.meteredJobs().function(job).getClass().getSimpleName()).isEqualTo(job.functionName());
    }

    private static List<String> names(String packageName, Predicate<JavaClass> wanted) {
        return House.CLASSES.stream()
                .filter(type -> type.getPackageName().equals(packageName))
                .filter(wanted)
                .map(JavaClass::getSimpleName)
                .toList();
    }

    private static void lambdaCanMakeIt(JavaClass function) {
        assertThat(function.getModifiers()).as(function.getName()).contains(JavaModifier.PUBLIC, JavaModifier.FINAL);
        assertThat(function.getConstructors())
                .as("a constructor without arguments of %s", function.getName())
                .anyMatch(made -> made.getRawParameterTypes().isEmpty()
                        && made.getModifiers().contains(JavaModifier.PUBLIC));
        assertThat(Arrays.asList(Group.values())).extracting(Group::handler).contains(function.getName());
    }
}
