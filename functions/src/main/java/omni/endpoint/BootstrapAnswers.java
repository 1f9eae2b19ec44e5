package omni.endpoint;

import omni.account.Account;
import omni.account.Terms;
import omni.call.Exchange;
import omni.call.MeterHeaders;
import omni.catalog.Catalog;
import omni.chat.ChatLimits;
import omni.credential.ApiKey;
import omni.credential.SponsorToken;
import omni.http.Reply;
import omni.http.Settings;
import omni.member.Organizations;
import org.jspecify.annotations.Nullable;

/** Shows an agent the key that a sponsor token has given it, and all that it has to know to go on (contract 11.1). */
public record BootstrapAnswers(
        Organizations organizations,
        InstallView distribution,
        Catalog catalog,
        Terms terms,
        MeterHeaders headers,
        ChatLimits chat,
        Settings settings,
        BillingViews billing) {

    /** @param secret of the key; null when it was shown before */
    Reply keyCreated(
            SponsorToken used, ApiKey key, @Nullable String secret, Account live, KeyPeople people, Exchange exchange) {
        var now = exchange.now();
        var organization = organizations.find(used.orgId());
        if (organization == null) {
            throw new IllegalStateException("an organization with an account has a profile");
        }
        return Reply.Answer.created(new BootstrapAgent.Response(
                        "agent_bootstrap",
                        exchange.requestId(),
                        OrganizationView.of(organization, settings.livemode(), null),
                        ApiKeyView.of(key, null, now, people, secret),
                        billing.read(live, exchange),
                        LimitsView.of(
                                catalog,
                                terms,
                                chat,
                                headers.position(live, now),
                                used.orgId(),
                                exchange.requestId(),
                                now),
                        distribution,
                        new BootstrapAgent.Sponsor(used.id(), used.expiresAt(), used.usedAt(), used.scopes())))
                .with("Cache-Control", "no-store");
    }
}
