package omni.local.story;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class a world that it shares with the others that want the same one; it ends with the last test. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedWorld.Resolver.class)
@interface SharedWorld {

    Kind value();

    /** The worlds there are. */
    enum Kind {
        /** Without rate limits, on the bundled catalog. */
        UNLIMITED,
        /**
         * Without rate limits, on a catalog of odd prices: resolution 1 cent, statements 3 cents and paid before the work,
         * filings 7 cents and counted for the AI quota (37 a month under the plan personal), sections 17 cents.
         */
        ODD_PRICES,
        /** Without rate limits; its clock moves only when it is told to. */
        CLOCKED,
        /** With the chat's own limit alone; its clock moves only when it is told to. */
        CHAT,
        /** With rate limits; its clock moves only when it is told to. */
        STILL;

        private World start() {
            var standard = World.Plan.standard();
            return World.start(
                    switch (this) {
                        case UNLIMITED -> standard.withoutRateLimits();
                        case ODD_PRICES -> standard.withoutRateLimits().withCatalog(oddPrices());
                        case CLOCKED -> standard.withoutRateLimits().withStillClock();
                        case CHAT ->
                            standard.withoutRateLimits().withStillClock().with("RATE_LIMIT_ENABLED", "true");
                        case STILL -> standard.withStillClock();
                    });
        }

        static Path oddPrices() {
            try {
                return Path.of(Objects.requireNonNull(SharedWorld.class.getResource("odd-prices.json"))
                        .toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Hands the world to the constructor of a test class, and looks after each class what it has asked Stripe. */
    final class Resolver implements ParameterResolver, AfterAllCallback {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == World.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            var kind = context.getRequiredTestClass()
                    .getAnnotation(SharedWorld.class)
                    .value();
            return store(context, kind).computeIfAbsent(kind, Kind::start, World.class);
        }

        @Override
        public void afterAll(ExtensionContext context) {
            for (var kind : Kind.values()) {
                Optional.ofNullable(store(context, kind).get(kind, World.class))
                        .ifPresent(World::assertRequestsArePublished);
            }
        }

        /** Surefire asks a process for one class after the other, each by itself; what lives on does so with the process. */
        private static ExtensionContext.Store store(ExtensionContext context, Kind kind) {
            var namespace = ExtensionContext.Namespace.create(SharedWorld.class);
            return kind == Kind.STILL
                    ? context.getRoot().getStore(namespace)
                    : context.getStore(StoreScope.LAUNCHER_SESSION, namespace);
        }
    }
}
