package omni.lambda;

import omni.access.AuthorizationServer;
import omni.endpoint.AccountSettings;
import omni.endpoint.AdminOrganizations;
import omni.endpoint.BillingViews;
import omni.endpoint.BootstrapAnswers;
import omni.endpoint.InstallView;
import omni.endpoint.KeyRules;
import omni.endpoint.LoginCookie;
import omni.endpoint.Onboarding;
import omni.endpoint.OversightChanges;
import omni.refusal.AccessProblems;
import omni.refusal.RefusalProblems;

/** What several endpoints of the group {@code ACCOUNT} share, made where one needs it. */
record AccountRules(AccountRoot root) {

    LoginCookie loginCookie() {
        return new LoginCookie(root.login().seal(), root.settings());
    }

    Onboarding onboarding() {
        return new Onboarding(root.login().identity(), root.login().sessions(), root.settings());
    }

    AccountSettings accountSettings() {
        return new AccountSettings(
                root.preferences(), root.login().sessions(), root.headers(), root.ids(), root.settings());
    }

    BillingViews billing() {
        return new BillingViews(root.catalog(), root.terms(), root.settings(), root.accounts(), root.rollUps());
    }

    InstallView install() {
        return InstallView.of(
                root.settings(),
                root.foundation().routing(),
                root.configuration()
                        .oidc()
                        .map(Configuration.Oidc::publicClientId)
                        .filter(id -> !id.isEmpty()));
    }

    BootstrapAnswers bootstrapAnswers() {
        return new BootstrapAnswers(
                root.organizations(),
                install(),
                root.catalog(),
                root.terms(),
                root.headers(),
                root.configuration().chat().limits(),
                root.settings(),
                billing());
    }

    AdminOrganizations adminOrganizations() {
        return new AdminOrganizations(root.organizations(), root.terms(), root.settings(), billing());
    }

    OversightChanges oversightChanges() {
        return new OversightChanges(root.accounts(), root.oversight(), root.ids(), adminOrganizations());
    }

    KeyRules keyRules() {
        return new KeyRules(root.headers(), root.catalog(), problems(), access());
    }

    AuthorizationServer issuer() {
        return root.authorizationServer()
                .orElse(() -> new AuthorizationServer.Metadata.NotNow("no issuer is configured"));
    }

    RefusalProblems problems() {
        return new RefusalProblems(root.settings());
    }

    AccessProblems access() {
        return new AccessProblems(root.settings());
    }
}
