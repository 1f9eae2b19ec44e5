package omni.local.stripe;

import java.util.Arrays;
import java.util.Optional;

/**
 * Stripe's published test cards that a bank refuses: as soon as they are set up, or only when money is asked for. They
 * are told by their fingerprint, so that a card's fate is known without its number.
 */
enum Decline {
    GENERIC("4000000000000002", "card_declined", "generic_decline", "The bank declined this card."),
    INSUFFICIENT_FUNDS("4000000000009995", "card_declined", "insufficient_funds", "This card has insufficient funds."),
    LOST("4000000000009987", "card_declined", "lost_card", "The bank declined this card."),
    STOLEN("4000000000009979", "card_declined", "stolen_card", "The bank declined this card."),
    EXPIRED("4000000000000069", "expired_card", "expired_card", "The bank says that this card has expired."),
    WRONG_CVC("4000000000000127", "incorrect_cvc", "incorrect_cvc", "The security code is wrong."),
    PROCESSING("4000000000000119", "processing_error", "processing_error", "The bank could not be asked; try again."),
    /** It can be attached, and every payment with it fails. */
    CHARGES_ONLY("4000000000000341", "card_declined", "generic_decline", "The bank declined this payment.");

    private final String fingerprint;
    private final String code;
    private final String declineCode;
    private final String message;

    Decline(String number, String code, String declineCode, String message) {
        this.fingerprint = Ids.fingerprint(number);
        this.code = code;
        this.declineCode = declineCode;
        this.message = message;
    }

    /** What the bank says when a card is set up. */
    static Optional<Decline> of(String fingerprint) {
        return ofCharge(fingerprint).filter(decline -> decline != CHARGES_ONLY);
    }

    /** What the bank says when money is asked for. */
    static Optional<Decline> ofCharge(String fingerprint) {
        return Arrays.stream(values())
                .filter(decline -> decline.fingerprint.equals(fingerprint))
                .findFirst();
    }

    Refusal refusal() {
        return Refusal.card(code, declineCode, message, "number");
    }

    String code() {
        return code;
    }

    String declineCode() {
        return declineCode;
    }

    String message() {
        return message;
    }
}
