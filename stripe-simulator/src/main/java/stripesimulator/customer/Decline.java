package stripesimulator.customer;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import stripesimulator.account.Change;
import stripesimulator.account.StripeIds;
import stripesimulator.api.ApiError;

/**
 * Stripe's published test cards that a bank refuses, and one of our own: as soon as they are set up, or only when money
 * is asked for. They are told by their fingerprint, so that a card's fate is known without its number.
 */
public enum Decline {
    GENERIC("4000000000000002", "card_declined", "generic_decline", "The bank declined this card."),
    INSUFFICIENT_FUNDS("4000000000009995", "card_declined", "insufficient_funds", "This card has insufficient funds."),
    LOST("4000000000009987", "card_declined", "lost_card", "The bank declined this card."),
    STOLEN("4000000000009979", "card_declined", "stolen_card", "The bank declined this card."),
    EXPIRED("4000000000000069", "expired_card", "expired_card", "The bank says that this card has expired."),
    WRONG_CVC("4000000000000127", "incorrect_cvc", "incorrect_cvc", "The security code is wrong."),
    PROCESSING("4000000000000119", "processing_error", "processing_error", "The bank could not be asked; try again."),
    /** It can be attached, and every payment with it fails. */
    CHARGES_ONLY("4000000000000341", "card_declined", "generic_decline", "The bank declined this payment."),
    /** Its first payment for a customer fails, all later ones are good. Stripe has no such card. */
    ONCE("4000000000091001", "card_declined", "try_again_later", "The bank declined this payment; try again."),
    /** Its holder has to confirm each payment (3D Secure), so every one in their absence fails. */
    UNCONFIRMED(
            "4000002760003184",
            "authentication_required",
            "authentication_required",
            "The bank wants the cardholder to confirm this payment.");

    private static final Set<Decline> AT_SETUP = EnumSet.complementOf(EnumSet.of(CHARGES_ONLY, ONCE, UNCONFIRMED));

    private static final String HAD_ITS_DECLINE = "_had_its_decline";

    private final String fingerprint;
    private final String code;
    private final String declineCode;
    private final String message;

    Decline(String number, String code, String declineCode, String message) {
        this.fingerprint = StripeIds.fingerprint(number);
        this.code = code;
        this.declineCode = declineCode;
        this.message = message;
    }

    /** What the bank says when a card is set up. */
    static Optional<Decline> of(String fingerprint) {
        return ofCharge(fingerprint).filter(AT_SETUP::contains);
    }

    /** What the bank says when money is asked for in the cardholder's absence, for the first time. */
    private static Optional<Decline> ofCharge(String fingerprint) {
        return Arrays.stream(values())
                .filter(decline -> decline.fingerprint.equals(fingerprint))
                .findFirst();
    }

    /**
     * What the bank says when a customer's card is asked for money.
     *
     * @param present whether the cardholder is there, and confirms what has to be confirmed
     */
    public static Optional<Decline> ofPayment(Change change, String customer, String fingerprint, boolean present) {
        return ofCharge(fingerprint).filter(decline -> switch (decline) {
            case ONCE -> useUpItsDecline(change, customer);
            case UNCONFIRMED -> !present;
            case GENERIC, INSUFFICIENT_FUNDS, LOST, STOLEN, EXPIRED, WRONG_CVC, PROCESSING, CHARGES_ONLY -> true;
        });
    }

    /** Remembers that the customer's card has had its one decline. */
    private static boolean useUpItsDecline(Change change, String customer) {
        var id = HAD_ITS_DECLINE + "/" + customer;
        if (change.find(HAD_ITS_DECLINE, id).isPresent()) {
            return false;
        }
        change.put(change.newObject(HAD_ITS_DECLINE).put("id", id));
        return true;
    }

    public ApiError refusal() {
        return ApiError.card(code, declineCode, message, "number");
    }

    public String code() {
        return code;
    }

    public String declineCode() {
        return declineCode;
    }

    public String message() {
        return message;
    }
}
