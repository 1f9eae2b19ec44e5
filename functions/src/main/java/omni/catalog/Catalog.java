package omni.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.billing.MeterClass;
import omni.billing.RateCard;

/** The loaded catalog: rate card, meter classes in the file's order, and routes. */
public final class Catalog {

    /** The class of every route that costs nothing. */
    public static final String PLATFORM_READ = "platform_read";

    private final RateCard rateCard;
    private final List<MeterClass> meterClasses;
    private final Map<Integer, MeterClass> classesByNumber;
    private final Map<Integer, RouteEntry> routesByNumber;
    private final List<RouteEntry> routesByPrecedence;
    private final MeterClass platformRead;
    private final Optional<ChatTerms> chat;

    Catalog(RateCard rateCard, List<MeterClass> meterClasses, List<RouteEntry> routes, Optional<ChatTerms> chat) {
        this.rateCard = rateCard;
        this.meterClasses = List.copyOf(meterClasses);
        this.classesByNumber = meterClasses.stream().collect(Collectors.toMap(MeterClass::number, Function.identity()));
        this.routesByNumber = routes.stream().collect(Collectors.toMap(RouteEntry::number, Function.identity()));
        this.routesByPrecedence = routes.stream()
                .sorted(Comparator.comparing(route -> route.template().precedence()))
                .toList();
        this.platformRead = meterClasses.stream()
                .filter(meterClass -> meterClass.key().equals(PLATFORM_READ))
                .findFirst()
                .orElseThrow();
        this.chat = chat;
    }

    public RateCard rateCard() {
        return rateCard;
    }

    /** All classes, in the file's order, {@code platform_read} included. */
    public List<MeterClass> meterClasses() {
        return meterClasses;
    }

    public MeterClass platformRead() {
        return platformRead;
    }

    /** The chat; empty for a catalog that has none. */
    public Optional<ChatTerms> chat() {
        return chat;
    }

    public Optional<MeterClass> meterClass(int number) {
        return Optional.ofNullable(classesByNumber.get(number));
    }

    public Optional<MeterClass> meterClass(String key) {
        return meterClasses.stream()
                .filter(meterClass -> meterClass.key().equals(key))
                .findFirst();
    }

    public Optional<RouteEntry> route(int number) {
        return Optional.ofNullable(routesByNumber.get(number));
    }

    public List<RouteEntry> routes() {
        return routesByPrecedence;
    }

    /** The route of a method and a path; HEAD is a GET. */
    public Optional<RouteEntry> match(String method, String path) {
        var wanted = method.equals("HEAD") ? "GET" : method;
        return on(path).filter(route -> route.method().equals(wanted)).findFirst();
    }

    /** The methods that the catalog sells on a path. */
    public List<String> methodsOn(String path) {
        return on(path).map(RouteEntry::method).distinct().sorted().toList();
    }

    private Stream<RouteEntry> on(String path) {
        return CalledPath.of(path).stream()
                .flatMap(called -> routesByPrecedence.stream()
                        .filter(route -> route.template().matches(called.segments())));
    }
}
