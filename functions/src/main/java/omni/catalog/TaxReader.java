package omni.catalog;

import java.util.Set;
import omni.billing.TaxTerms;
import omni.billing.TaxTerms.Behavior;
import omni.billing.TaxTerms.Mode;
import omni.json.Fields;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/** Reads what a catalog says of tax; one that says nothing has none. */
final class TaxReader {

    private static final int MAX_WORD = 64;
    private static final String CODE = "txcd_[0-9]{8}";

    private TaxReader() {}

    static TaxTerms read(Fields root) {
        return root.object("tax").map(TaxReader::terms).orElse(TaxTerms.NONE);
    }

    private static TaxTerms terms(Fields in) {
        boolean on = CatalogLoader.oneOf(in, "mode", Set.of("none", "stripe")).equals(Mode.STRIPE.wire());
        var behavior = behavior(in, on);
        var code = in.text("productTaxCode", 1, MAX_WORD);
        if (code != null && !code.matches(CODE)) {
            in.fault("productTaxCode", "must be txcd_ and eight digits");
        }
        in.refuseUnknown();
        return new TaxTerms(on ? Mode.STRIPE : Mode.NONE, behavior, code);
    }

    private static @Nullable Behavior behavior(Fields in, boolean on) {
        if (in.isNull("behavior") || !in.has("behavior")) {
            if (on) {
                in.fault("behavior", "is required with the mode stripe");
            }
            return null;
        }
        var word = CatalogLoader.oneOf(in, "behavior", Set.of("exclusive", "inclusive"));
        return WireName.find(Behavior.values(), word).orElse(null);
    }
}
