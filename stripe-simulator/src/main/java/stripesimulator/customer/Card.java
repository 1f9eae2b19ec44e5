package stripesimulator.customer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import stripesimulator.account.StripeIds;

/**
 * A card as it is typed in. Only its brand, last four digits, expiry and fingerprint are ever kept.
 *
 * @param number digits, spaces allowed
 * @param expiry month and year, as {@code 12 / 34} or {@code 12/2034}
 */
public record Card(String number, String expiry, String cvc) {

    private static final Pattern EXPIRY = Pattern.compile("([0-9]{1,2})\\s*/\\s*(?:20)?([0-9]{2})");

    public Card {
        number = number.replaceAll("[ -]", "");
        expiry = expiry.strip();
        cvc = cvc.strip();
    }

    /** The fields that can be wrong. */
    public enum Field {
        NUMBER("number", "number"),
        EXPIRY("expiry", "exp_month"),
        CVC("cvc", "cvc");

        private final String input;
        private final String param;

        Field(String input, String param) {
            this.input = input;
            this.param = param;
        }

        /** Its name in the hosted page's form. */
        public String input() {
            return input;
        }

        /** Its name in the API. */
        String param() {
            return param;
        }
    }

    /** A wrong field, with Stripe's code. */
    public record Fault(String code, String message) {}

    /** All that is wrong with it, by field; a decline is the bank's word and not among it. */
    public Map<Field, Fault> faults(Instant now) {
        var faults = new EnumMap<Field, Fault>(Field.class);
        if (Brand.of(number).isEmpty() || !luhn(number)) {
            faults.put(Field.NUMBER, new Fault("incorrect_number", "This card number is not valid."));
        }
        var end = end();
        if (end.isEmpty()) {
            faults.put(Field.EXPIRY, new Fault("invalid_expiry_month", "Give the expiry as month / year."));
        } else if (end.get().isBefore(YearMonth.from(now.atOffset(ZoneOffset.UTC)))) {
            faults.put(Field.EXPIRY, new Fault("invalid_expiry_year", "This card has expired."));
        }
        int digits = Brand.of(number).map(Brand::cvcDigits).orElse(3);
        if (!cvc.matches("[0-9]{" + digits + "}")) {
            faults.put(Field.CVC, new Fault("invalid_cvc", "The security code has " + digits + " digits."));
        }
        return faults;
    }

    /** What the bank says of a card that is well-formed. */
    public Optional<Decline> decline() {
        return Decline.of(fingerprint());
    }

    public String fingerprint() {
        return StripeIds.fingerprint(number);
    }

    /** What Stripe shows of it; only for a card without faults. */
    Map<String, Object> description() {
        var end = end().orElseThrow();
        return Map.of(
                "brand", Brand.of(number).orElseThrow().wireName(),
                "fingerprint", fingerprint(),
                "last4", number.substring(number.length() - 4),
                "month", end.getMonthValue(),
                "year", end.getYear());
    }

    private Optional<YearMonth> end() {
        var parts = EXPIRY.matcher(expiry);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(YearMonth.of(2000 + Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(1))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    /** Who issued it, by its first digits and length. */
    enum Brand {
        VISA("visa", "4([0-9]{12}|[0-9]{15}|[0-9]{18})", 3),
        MASTERCARD("mastercard", "(5[1-5]|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]*", 3),
        AMEX("amex", "3[47][0-9]{13}", 4),
        DISCOVER("discover", "(6011|65|64[4-9])[0-9]*", 3),
        DINERS("diners", "(30[0-5]|36|38)[0-9]{11,16}", 3),
        JCB("jcb", "35(2[89]|[3-8][0-9])[0-9]{12}", 3),
        UNIONPAY("unionpay", "62[0-9]{14,17}", 3);

        private static final List<Brand> ALL = List.of(values());

        private final String wireName;
        private final Pattern numbers;
        private final int cvcDigits;

        Brand(String wireName, String numbers, int cvcDigits) {
            this.wireName = wireName;
            this.numbers = Pattern.compile(numbers);
            this.cvcDigits = cvcDigits;
        }

        static Optional<Brand> of(String number) {
            boolean length = number.length() >= 13 && number.length() <= 19;
            return ALL.stream()
                    .filter(brand -> length && brand.numbers.matcher(number).matches())
                    .findFirst();
        }

        String wireName() {
            return wireName;
        }

        int cvcDigits() {
            return cvcDigits;
        }
    }
}
