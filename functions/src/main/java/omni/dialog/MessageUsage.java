package omni.dialog;

import java.time.InstantSource;
import omni.account.Accounts;
import omni.billing.MeterClass;
import omni.call.MeterHeaders;
import omni.call.TokenCounting;
import omni.chat.ChatMessage;
import omni.socket.ServerFrame.Usage;

/**
 * What a message has used, for the frame that says so: as the headers of contract 8 say it of a call.
 *
 * @param meterClass of every message
 */
public record MessageUsage(Accounts accounts, MeterHeaders headers, TokenCounting tokens, MeterClass meterClass) {

    Usage of(ChatMessage message, String answer, InstantSource clock) {
        var account = accounts.load(message.key().user().orgId());
        if (account == null) {
            throw new IllegalStateException("the organization of a charged message has no account");
        }
        var now = clock.instant();
        var standing = headers.of(account, account, meterClass, now);
        return new Usage(
                message.messageId(),
                message.requestId(),
                meterClass.key(),
                standing.position().effectivePlan().wire(),
                standing.position().state().wire(),
                standing.grantLeft(),
                tokens.ofText(answer),
                headers.planPrice(account, meterClass, now).costHeader());
    }
}
