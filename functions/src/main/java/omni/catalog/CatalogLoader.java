package omni.catalog;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import omni.billing.Discount;
import omni.billing.MeterClass;
import omni.billing.MeterFamily;
import omni.billing.Money;
import omni.billing.Plan;
import omni.billing.PlanKey;
import omni.billing.RateCard;
import omni.json.Fields;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** Reads and checks a catalog; every fault is found before any is told. */
public final class CatalogLoader {

    /** The account item has room for the windows of this many metered classes (architecture 4). */
    public static final int MAX_METERED_CLASSES = 14;

    private static final String FREE = "none";
    private static final BigDecimal MAX_USD = BigDecimal.valueOf(1_000_000_000);

    private final Fields root;
    private final Map<String, MeterFamily> families = new LinkedHashMap<>();
    private final Map<PlanKey, Plan> plans = new EnumMap<>(PlanKey.class);
    private final List<MeterClass> classes = new ArrayList<>();
    private final List<RouteEntry> routes = new ArrayList<>();
    private final Set<Integer> classNumbers = new HashSet<>();
    private final Set<Integer> routeNumbers = new HashSet<>();
    private final Set<String> endpointKeys = new HashSet<>();
    private final RouteDescriptions descriptions = new RouteDescriptions();

    private CatalogLoader(Fields root) {
        this.root = root;
    }

    /**
     * Loads a catalog.
     *
     * @param file what to call it in a fault
     * @throws CatalogFaults when it can't be used
     */
    public static Catalog load(String file, byte[] json) {
        try {
            return new CatalogLoader(Fields.of(Json.readObject(json))).load(file);
        } catch (Json.MalformedJson e) {
            var cause = e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
            throw new CatalogFaults(
                    file,
                    List.of(new Fields.Fault("(file)", "is not a JSON object: " + cause.replaceAll("\\s+", " "))));
        }
    }

    private Catalog load(String file) {
        var version = root.requiredText("rateCardVersion", 1, 16);
        root.requiredObjects("plans").forEach(this::plan);
        root.requiredObjects("meterFamilies").forEach(this::family);
        root.requiredObjects("meterClasses").forEach(this::meterClass);
        var tax = TaxReader.read(root);
        var chat = ChatReader.read(root, classes);
        root.refuseUnknown();
        wholeFile();
        if (!root.faults().isEmpty()) {
            throw new CatalogFaults(file, root.faults());
        }
        var rateCard = new RateCard(version, plans, List.copyOf(families.values()), tax);
        return new Catalog(rateCard, classes, routes, chat);
    }

    private void wholeFile() {
        for (var key : PlanKey.values()) {
            if (!plans.containsKey(key)) {
                root.fault("plans", "lacks the plan " + key.wire());
            }
        }
        if (classes.stream().noneMatch(c -> c.key().equals(Catalog.PLATFORM_READ) && c.free())) {
            root.fault("meterClasses", "lacks the free class " + Catalog.PLATFORM_READ);
        }
        var metered = classes.stream().filter(c -> !c.free()).count();
        if (metered > MAX_METERED_CLASSES) {
            root.fault("meterClasses", "has " + metered + " metered classes; at most " + MAX_METERED_CLASSES);
        }
    }

    private void plan(Fields in) {
        var key = in.requiredText("key", 1, 64);
        var known = PlanKey.ofWire(key);
        if (known.isEmpty() && !key.isEmpty()) {
            in.fault("key", "is not one of " + wires());
        } else if (known.filter(plans::containsKey).isPresent()) {
            in.fault("key", "stands twice");
        }
        var plan = new Plan(
                known.orElse(PlanKey.SANDBOX_GRANT),
                in.requiredText("displayName", 1, 120),
                in.requiredTruth("public"),
                oneOf(in, "kind", Set.of("grant", "metered", "subscription", "contract")),
                oneOf(in, "checkoutMode", Set.of("none", "setup", "subscription", "sales")),
                in.decimal("monthlyPriceUsd", BigDecimal.ZERO, MAX_USD),
                in.decimal("annualPriceUsd", BigDecimal.ZERO, MAX_USD),
                in.decimal("monthlyPriceFloorUsd", BigDecimal.ZERO, MAX_USD),
                in.decimal("annualContractFloorUsd", BigDecimal.ZERO, MAX_USD),
                in.requiredDecimal("annualDiscountPercent", BigDecimal.ZERO, BigDecimal.valueOf(100)),
                (int) in.requiredInteger("seatsIncluded", 1, 10_000),
                (int) in.requiredInteger("apiKeysIncluded", 1, 1_000),
                discount(in),
                in.requiredInteger("aiQueriesPerMonth", 0, 1_000_000_000),
                (int) in.requiredInteger("rateMultiplier", 1, 1_000),
                in.requiredTexts("features", 50));
        in.refuseUnknown();
        known.ifPresent(planKey -> plans.put(planKey, plan));
    }

    private static Discount discount(Fields in) {
        var fraction = in.requiredDecimal("meterDiscount", BigDecimal.ZERO, BigDecimal.ONE);
        try {
            return Discount.ofFraction(fraction);
        } catch (IllegalArgumentException e) {
            in.fault("meterDiscount", "has more than 6 decimals");
            return Discount.NONE;
        }
    }

    private void family(Fields in) {
        var key = in.requiredText("key", 1, 64);
        var family = new MeterFamily(
                key,
                in.requiredText("displayName", 1, 120),
                in.requiredText("description", 1, 500),
                new Money(in.requiredInteger("paygMicroDollars", 0, 1_000_000_000_000L)));
        in.refuseUnknown();
        if (key.equals(FREE)) {
            in.fault("key", "is reserved for free routes");
        } else if (!key.isEmpty() && families.putIfAbsent(key, family) != null) {
            in.fault("key", "stands twice");
        }
    }

    private void meterClass(Fields in) {
        var key = in.requiredText("meterClass", 1, 64);
        if (!key.isEmpty() && classes.stream().anyMatch(c -> c.key().equals(key))) {
            in.fault("meterClass", "stands twice");
        }
        var meterClass = new MeterClass(
                key,
                uniqueNumber(in, 99, classNumbers),
                meterFamily(in),
                (int) in.requiredInteger("baseLimitPerMinute", 1, 1_000_000),
                in.text("scope", 1, 64),
                countsForAiQuota(in),
                excludedPlans(in));
        if (!meterClass.free() && meterClass.scope() == null) {
            in.fault("scope", "is required for a priced class");
        }
        classes.add(meterClass);
        var entries = in.requiredObjects("routes");
        for (var index = 0; index < entries.size(); index++) {
            route(entries.get(index), meterClass);
        }
        in.refuseUnknown();
    }

    /** The family of a class; a class whose family is not known is still a priced one, so that no fault follows from this one. */
    private @Nullable MeterFamily meterFamily(Fields in) {
        var key = in.requiredText("meterFamily", 1, 64);
        if (key.equals(FREE)) {
            return null;
        }
        var family = families.get(key);
        if (family == null && !key.isEmpty()) {
            in.fault("meterFamily", "is not a key of meterFamilies nor '" + FREE + "'");
        }
        return family == null ? new MeterFamily(key, "", "", Money.ZERO) : family;
    }

    private static boolean countsForAiQuota(Fields in) {
        var quotaFamily = in.text("quotaFamily", 1, 64);
        if (quotaFamily != null && !quotaFamily.equals("ai_queries")) {
            in.fault("quotaFamily", "must be ai_queries or null");
        }
        return quotaFamily != null;
    }

    private static Set<PlanKey> excludedPlans(Fields in) {
        var excluded = new HashSet<PlanKey>();
        for (var wire : in.requiredTexts("excludedPlans", PlanKey.values().length)) {
            PlanKey.ofWire(wire)
                    .ifPresentOrElse(
                            excluded::add,
                            () -> in.fault("excludedPlans", "names " + wire + ", which is not one of " + wires()));
        }
        return excluded;
    }

    private void route(Fields in, MeterClass meterClass) {
        var number = uniqueNumber(in, 9_999, routeNumbers);
        var method = oneOf(in, "method", Set.of("GET", "POST", "PUT", "PATCH", "DELETE"));
        var template = template(in);
        var target = oneOf(in, "target", Set.of("builtin", "upstream"));
        var commit = in.text("commit", 1, 16);
        if (commit != null && !Set.of("before", "after").contains(commit)) {
            in.fault("commit", "must be before or after");
        }
        var testMode = testMode(in, target);
        var said = descriptions.of(in, template);
        in.refuseUnknown();
        if (meterClass.free()) {
            in.fault("method", "a free class has no routes here: the product's own are built in");
        }
        if (template == null) {
            return;
        }
        if (!endpointKeys.add(method + " " + template.text().replaceAll("\\{[^}]*\\}", "{}"))) {
            in.fault("path", "the same method and path stand twice");
        }
        routes.add(new RouteEntry(
                number,
                method,
                template,
                target.equals("builtin") ? RouteEntry.Target.BUILTIN : RouteEntry.Target.UPSTREAM,
                testMode,
                "before".equals(commit),
                meterClass,
                said));
    }

    /** Who says nothing has no samples. */
    private static RouteEntry.TestMode testMode(Fields in, String target) {
        var text = in.text("testMode", 1, 16);
        if (text != null && !Set.of("sample", "refuse").contains(text)) {
            in.fault("testMode", "must be sample or refuse");
        } else if (text != null && target.equals("builtin")) {
            in.fault("testMode", "is for routes of the upstream: the built-in ones have samples of their own");
        }
        return target.equals("builtin") || "sample".equals(text)
                ? RouteEntry.TestMode.SAMPLE
                : RouteEntry.TestMode.REFUSE;
    }

    private static @Nullable PathTemplate template(Fields in) {
        try {
            var text = in.requiredText("path", 1, 200);
            return text.isEmpty() ? null : PathTemplate.of(text);
        } catch (IllegalArgumentException e) {
            in.fault("path", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static int uniqueNumber(Fields in, int max, Set<Integer> taken) {
        var before = in.faults().size();
        var number = (int) in.requiredInteger("number", 0, max);
        if (in.faults().size() == before && !taken.add(number)) {
            in.fault("number", number + " stands twice; numbers are permanent and never reused");
        }
        return number;
    }

    static String oneOf(Fields in, String name, Set<String> accepted) {
        var text = in.requiredText(name, 1, 64);
        if (!text.isEmpty() && !accepted.contains(text)) {
            in.fault(name, "must be one of " + accepted.stream().sorted().collect(Collectors.joining(", ")));
        }
        return text;
    }

    private static String wires() {
        return java.util.Arrays.stream(PlanKey.values()).map(PlanKey::wire).collect(Collectors.joining(", "));
    }
}
